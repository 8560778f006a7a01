package dev.atmar.limit;

import java.util.concurrent.TimeUnit;

/** How long a refusal travels: what was not refused in that time has been accepted. Nanoseconds. */
final class Pace {
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SLOWEST_REFUSAL = TimeUnit.SECONDS.toNanos(1);

    /** Zero: none was opened yet. */
    private long quickestConnect;

    private long slowestRefusal;

    /** The quickest counts, since one that took long says more of lost packets than of the way. */
    void connected(long nanos) {
        long time = Math.max(1, nanos);
        quickestConnect = quickestConnect == 0 ? time : Math.min(quickestConnect, time);
    }

    /** Slow ones count, and are forgotten after some quicker ones. */
    void refused(long nanos) {
        long time = Math.min(SLOWEST_REFUSAL, nanos);
        slowestRefusal = Math.max(time, slowestRefusal - (slowestRefusal - time) / 8);
    }

    boolean isKnown() {
        return quickestConnect > 0;
    }

    /** A connection to open, a request to go and its refusal to come back, with a quarter for what varies. */
    long tick() {
        long seen = Math.max(quickestConnect * 5 / 2, slowestRefusal + slowestRefusal / 2);
        return Math.max(SHORTEST_TICK, seen);
    }
}
