package dev.atmar.relay.watch;

/**
 * A request that is over.
 *
 * @param status that went out; {@value #CALLER_GONE} where none did
 * @param totalNanos from its head to its end
 */
record Ended(CallRecord call, int status, Outcome outcome, long totalNanos) {
    /** Nobody was there to be answered. */
    static final int CALLER_GONE = 499;

    static Ended now(CallRecord call, int status, Outcome outcome) {
        return new Ended(call, status, outcome, System.nanoTime() - call.begun());
    }

    /** What of it the relay itself took; a queue or an upstream is not the relay. */
    long overheadNanos() {
        return Math.max(0, totalNanos - call.queuedNanos() - call.upstreamNanos());
    }
}
