package dev.atmar.limit;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The right to one call, with exactly three endings (after Netflix concurrency-limits): {@link #succeeded},
 * {@link #ignored} and {@link #refused}. The first one counts; another one after it does nothing.
 */
public final class Permit {
    Permit() {}

    /** Which of the turn's limiters gave it. */
    public Limiter limiter() {
        throw new UnsupportedOperationException();
    }

    /** How long the turn was waited for. */
    public long waitedNanos() {
        return 0;
    }

    /** The call was accepted and answered. */
    public void succeeded() {}

    /** The call ended in a way that says nothing about how many the account bears. */
    public void ignored() {}

    /**
     * The upstream answered 429.
     *
     * @param stated the limit its text names
     * @param pause no call is let go before it has passed; zero: none
     * @return whether it was the limiter's only call in flight, so that it cannot have been one too many
     */
    public boolean refused(OptionalInt stated, Duration pause) {
        return false;
    }
}
