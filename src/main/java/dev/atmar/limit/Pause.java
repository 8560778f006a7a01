package dev.atmar.limit;

import java.time.Duration;

/** A time in which nothing is let go; of several, the longest counts. */
final class Pause {
    private static final Duration LONGEST = Duration.ofHours(1);

    private boolean lasts;
    private long until;

    void begin(long now, Duration wanted) {
        long end = now + (wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST).toNanos();
        if (end - now > 0 && (!lasts || end - until > 0)) {
            lasts = true;
            until = end;
        }
    }

    /** Nanoseconds until it is over; zero: there is none. */
    long left(long now) {
        lasts &= until - now > 0;
        return lasts ? until - now : 0;
    }
}
