package dev.atmar.limit;

/** The calls that hold a permit of one limiter. Guarded by the lock of its {@link Limiters}. */
final class InFlight {
    /** One in so many may be stuck before a connection without keeping the others waiting. */
    private static final long FEW = 20;

    private int calls;

    /** Of them: those that are still waiting for a connection. */
    private int unsent;

    private long meanHeldNanos;

    int calls() {
        return calls;
    }

    void granted() {
        calls++;
        unsent++;
    }

    /** Whether it is told for the first time. */
    boolean sent(Permit permit) {
        boolean first = permit.leftUnsent();
        unsent -= first ? 1 : 0;
        return first;
    }

    /** Whether this is the permit's first ending; then the call is in flight no more. */
    boolean ended(Permit permit) {
        if (!permit.end()) {
            return false;
        }
        calls--;
        sent(permit);
        return true;
    }

    /** An accepted call had its permit for so long. */
    void held(long nanos) {
        meanHeldNanos += meanHeldNanos == 0 ? nanos : (nanos - meanHeldNanos) / 8;
    }

    /** On average of late; zero: none was accepted yet. */
    long meanHeldNanos() {
        return meanHeldNanos;
    }

    /** Whether the account has seen enough of them to refuse. */
    boolean areOnTheirWay(int limit) {
        return unsent * FEW <= limit;
    }
}
