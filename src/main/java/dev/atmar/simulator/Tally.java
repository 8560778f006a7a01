package dev.atmar.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;

/**
 * The counts of one account, or of all. Since the last reset, but for what was in flight then,
 * {@code requests = inflight + finished + aborted + rejected + failed}.
 */
final class Tally {
    private long requests;
    private int inFlight;
    private int peak;
    private final long[] ends = new long[Outcome.values().length];

    /** How a request ended. */
    enum Outcome {
        /** Its answer was sent to the end. */
        FINISHED,
        /** Its client left before that. */
        ABORTED,
        /** It was answered with an error status. */
        REJECTED,
        /** A fault closed its connection before the answer's end. */
        FAILED
    }

    /** A request that is refused as soon as it comes, and never is in flight. */
    void refuse() {
        requests++;
        ends[Outcome.REJECTED.ordinal()]++;
    }

    void enter() {
        requests++;
        inFlight++;
        peak = Math.max(peak, inFlight);
    }

    void leave(Outcome outcome) {
        inFlight--;
        ends[outcome.ordinal()]++;
    }

    int inFlight() {
        return inFlight;
    }

    /** Everything from zero, but what is in flight stays. */
    void reset() {
        requests = 0;
        peak = inFlight;
        Arrays.fill(ends, 0);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("requests", requests)
                .put("inflight", inFlight)
                .put("peak", peak)
                .put("finished", ends[Outcome.FINISHED.ordinal()])
                .put("aborted", ends[Outcome.ABORTED.ordinal()])
                .put("rejected", ends[Outcome.REJECTED.ordinal()])
                .put("failed", ends[Outcome.FAILED.ordinal()]);
    }
}
