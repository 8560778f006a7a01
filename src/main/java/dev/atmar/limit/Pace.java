package dev.atmar.limit;

import java.util.concurrent.TimeUnit;

/** How long a refusal travels: what was not refused in that time has been accepted. Nanoseconds. */
final class Pace {
    /** However near the upstream is, it may be busy when many calls come at once; and an answer takes much longer. */
    private static final long SHORTEST_TICK = TimeUnit.MILLISECONDS.toNanos(25);

    private static final long SLOWEST_REFUSAL = TimeUnit.SECONDS.toNanos(1);
    private static final long SLOWEST_HERE = TimeUnit.MILLISECONDS.toNanos(200);

    /** Zero: none was opened yet. */
    private long quickestConnect;

    private long slowestRefusal;

    /** Of what this process took to get something done. */
    private long slowestHere;

    private boolean anySent;

    /** The quickest counts, since one that took long says more of lost packets than of the way. */
    void connected(long nanos) {
        long time = Math.max(1, nanos);
        quickestConnect = quickestConnect == 0 ? time : Math.min(quickestConnect, time);
    }

    /** Slow ones count, and are forgotten after some quicker ones. */
    void refused(long nanos) {
        slowestRefusal = slowest(slowestRefusal, Math.min(SLOWEST_REFUSAL, nanos));
    }

    /** This process was so late to do something: as late it is to read a refusal. */
    void late(long nanos) {
        slowestHere = slowest(slowestHere, Math.min(SLOWEST_HERE, nanos));
    }

    /** A call was let go, and was sent so much later; the time that a connection needs is not lost here. */
    void sent(long nanos) {
        anySent = true;
        late(Math.max(0, nanos - quickestConnect));
    }

    private static long slowest(long before, long time) {
        return Math.max(time, before - (before - time) / 8);
    }

    /** Whether there is a tick: something was connected, or sent at least on what others had connected. */
    boolean isKnown() {
        return quickestConnect > 0 || anySent;
    }

    /**
     * A request to go and its refusal to come back: what a connection takes, and a quarter more for what varies. Where
     * no connection's time is known, that of the slowest.
     */
    long tick() {
        if (quickestConnect == 0) {
            return SLOWEST_REFUSAL;
        }
        long slowest = Math.max(slowestRefusal, slowestHere);
        long seen = Math.max(quickestConnect * 5 / 4, slowest + slowest / 2);
        return Math.max(SHORTEST_TICK, seen);
    }
}
