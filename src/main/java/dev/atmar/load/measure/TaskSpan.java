package dev.atmar.load.measure;

import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One request's clocks, and what its answer told of its hops; of the answer itself nothing is kept.
 *
 * @param error the kind of its failure; null for a success
 * @param firstToken a {@code System.nanoTime()}; null where nothing streamed
 */
record TaskSpan(
        long sequence, String taskId, Timings timings, int status, String error, Long firstToken, List<Hop> hops) {
    static TaskSpan of(Sample sample, List<Hop> hops) {
        Tokens tokens = sample.seen().tokens();
        boolean failed = sample.outcome().error() != null;
        return new TaskSpan(
                sample.sequence(),
                sample.taskId(),
                sample.timings(),
                sample.outcome().status(),
                failed ? sample.outcome().error().type().word() : null,
                tokens != null && tokens.pieces() > 0 ? tokens.first() : null,
                hops);
    }

    long response() {
        return timings.response();
    }

    /**
     * {@code {"sequence", "task_id", "intended", "sent", "first_byte", "end", "first_token", "status", "error", "hops":
     * [{"name", "ms"}]}}: times in milliseconds from the run's start; what does not apply is null.
     */
    JsonObject toJson(long start) {
        boolean answered = timings.firstByte() != timings.end() || error == null;
        JsonArray list = new JsonArray();
        hops.forEach(hop -> list.add(new JsonObject().put("name", hop.name()).put("ms", hop.millis())));
        return new JsonObject()
                .put("sequence", sequence)
                .put("task_id", taskId)
                .put("intended", Latency.millis(timings.intended() - start))
                .put("sent", timings.sending() == Sending.NEVER ? null : Latency.millis(timings.sent() - start))
                .put("first_byte", answered ? Latency.millis(timings.firstByte() - start) : null)
                .put("end", Latency.millis(timings.end() - start))
                .put("first_token", firstToken == null ? null : Latency.millis(firstToken - start))
                .put("status", status == 0 ? null : status)
                .put("error", error)
                .put("hops", list);
    }
}
