package dev.atmar.lab;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What one way did under a volley. Times are in milliseconds to a tenth, those of answers counted from the volley's
 * start; those that were not measured, because nothing was answered, are null.
 *
 * @param concurrent requests fired at once
 * @param ms how long each was to sleep
 * @param wallMs from the first request to the last answer
 * @param ranAtOnce the most sleeps that the lab saw running at once
 * @param neighbourWorstMs the longest that a ping took meanwhile, counted from when it was due
 * @param errors how many failed, by kind; a way that is not available has none
 * @param verdict see {@link Verdict}
 * @param reason why the verdict could not be better, or null
 */
public record Row(
        Way way,
        int concurrent,
        long ms,
        Double wallMs,
        int ranAtOnce,
        Double p50Ms,
        Double p99Ms,
        Double maxMs,
        Double neighbourWorstMs,
        Map<String, Integer> errors,
        String verdict,
        String reason) {
    /** Of a percentile; a histogram rounds up, so none may pass the greatest, which is exact. */
    private static final int DIGITS = 3;

    static Row of(Way way, ComparisonRequest request, Volley.Outcome outcome, long neighbourNanos, Verdict verdict) {
        List<Reply> answered = outcome.replies().stream().filter(Reply::isOk).toList();
        Map<String, Integer> errors = new TreeMap<>();
        outcome.replies().stream()
                .filter(reply -> !reply.isOk() && !reply.isNotAvailable())
                .forEach(reply -> errors.merge(reply.error(), 1, Integer::sum));
        if (answered.isEmpty()) {
            return unmeasured(way, request, errors, verdict);
        }
        Histogram nanos = new Histogram(DIGITS);
        answered.forEach(reply -> nanos.recordValue(reply.nanos()));
        long max = answered.stream().mapToLong(Reply::nanos).max().orElseThrow();
        return new Row(
                way,
                request.concurrent(),
                request.ms(),
                millis(outcome.wallNanos()),
                ranAtOnce(outcome),
                millis(Math.min(max, nanos.getValueAtPercentile(50))),
                millis(Math.min(max, nanos.getValueAtPercentile(99))),
                millis(max),
                millis(neighbourNanos),
                errors,
                verdict.word(),
                verdict.reason());
    }

    private static Row unmeasured(Way way, ComparisonRequest request, Map<String, Integer> errors, Verdict verdict) {
        return new Row(
                way,
                request.concurrent(),
                request.ms(),
                null,
                0,
                null,
                null,
                null,
                null,
                errors,
                verdict.word(),
                verdict.reason());
    }

    static int ranAtOnce(Volley.Outcome outcome) {
        return outcome.replies().stream().mapToInt(Reply::running).max().orElse(0);
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 100_000.0) / 10.0;
    }

    /** {@code {"way", "path", "concurrent", "ms", "wall_ms", …}}; {@code reason} only where there is one. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("way", way.label())
                .put("path", way.path())
                .put("concurrent", concurrent)
                .put("ms", ms)
                .put("wall_ms", wallMs)
                .put("ran_at_once", ranAtOnce)
                .put("p50_ms", p50Ms)
                .put("p99_ms", p99Ms)
                .put("max_ms", maxMs)
                .put("neighbour_worst_ms", neighbourWorstMs)
                .put("errors", new JsonObject(new TreeMap<>(errors)))
                .put("verdict", verdict);
        return reason == null ? json : json.put("reason", reason);
    }

    /** How many sleeps in a row the volley took: 1 when all ran at once. Only of a row that was measured. */
    double sleeps() {
        return wallMs / ms;
    }

    boolean isMeasured() {
        return wallMs != null;
    }
}
