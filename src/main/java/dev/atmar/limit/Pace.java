package dev.atmar.limit;

import java.util.concurrent.TimeUnit;

/** How long a refusal travels: what was not refused in that time has been accepted. Nanoseconds. */
final class Pace {
    /** However near the upstream is, it may be busy when many calls come at once; and an answer takes much longer. */
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long SLOWEST_REFUSAL = TimeUnit.SECONDS.toNanos(1);

    /** Zero: none was opened yet. */
    private long quickestConnect;

    private long slowestRefusal;

    /** Of what this process took to get something done. */
    private long slowestHere;

    /** The quickest counts, since one that took long says more of lost packets than of the way. */
    void connected(long nanos) {
        long time = Math.max(1, nanos);
        quickestConnect = quickestConnect == 0 ? time : Math.min(quickestConnect, time);
    }

    /** Slow ones count, and are forgotten after some quicker ones. */
    void refused(long nanos) {
        slowestRefusal = slowest(slowestRefusal, nanos);
    }

    /** This process was so late to do something: as late it is to read a refusal. */
    void late(long nanos) {
        slowestHere = slowest(slowestHere, nanos);
    }

    /** A call was let go, and was sent so much later; the time that a connection needs is not lost here. */
    void sent(long nanos) {
        late(Math.max(0, nanos - quickestConnect));
    }

    private static long slowest(long before, long nanos) {
        long time = Math.min(SLOWEST_REFUSAL, nanos);
        return Math.max(time, before - (before - time) / 8);
    }

    boolean isKnown() {
        return quickestConnect > 0;
    }

    /** A request to go and its refusal to come back: what a connection takes, and a quarter more for what varies. */
    long tick() {
        long slowest = Math.max(slowestRefusal, slowestHere);
        long seen = Math.max(quickestConnect * 5 / 4, slowest + slowest / 2);
        return Math.max(SHORTEST_TICK, seen);
    }
}
