package dev.atmar.limit;

import java.time.Duration;

/** How many calls one account may have in flight, and who waits for it. */
public final class Limiter {
    Limiter() {}

    /** A connection to the account's upstream took so long to open; the limit grows no faster than refusals travel. */
    public void connected(Duration time) {}

    public String name() {
        return "";
    }

    public int limit() {
        return 1;
    }

    public int inFlight() {
        return 0;
    }

    public int waiting() {
        return 0;
    }
}
