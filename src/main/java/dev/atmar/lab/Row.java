package dev.atmar.lab;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    private static final int DIGITS = 3;

    static Row of(Way way, ComparisonRequest request, Volley.Outcome outcome, long neighbourNanos, Verdict verdict) {
        Histogram micros = new Histogram(DIGITS);
        Map<String, Integer> errors = new TreeMap<>();
        for (Reply reply : outcome.replies()) {
            if (reply.isOk()) {
                micros.recordValue(TimeUnit.NANOSECONDS.toMicros(reply.nanos()));
            } else if (!reply.isNotAvailable()) {
                errors.merge(reply.error(), 1, Integer::sum);
            }
        }
        boolean measured = micros.getTotalCount() > 0;
        return new Row(
                way,
                request.concurrent(),
                request.ms(),
                measured ? millis(TimeUnit.NANOSECONDS.toMicros(outcome.wallNanos())) : null,
                ranAtOnce(outcome),
                measured ? millis(micros.getValueAtPercentile(50)) : null,
                measured ? millis(micros.getValueAtPercentile(99)) : null,
                measured ? millis(micros.getMaxValue()) : null,
                measured ? millis(TimeUnit.NANOSECONDS.toMicros(neighbourNanos)) : null,
                errors,
                verdict.word(),
                verdict.reason());
    }

    static int ranAtOnce(Volley.Outcome outcome) {
        return outcome.replies().stream().mapToInt(Reply::running).max().orElse(0);
    }

    private static double millis(long micros) {
        return Math.round(micros / 100.0) / 10.0;
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
