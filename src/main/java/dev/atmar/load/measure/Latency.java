package dev.atmar.load.measure;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/**
 * A distribution of times in milliseconds, exact to three digits.
 *
 * @param count of the times; 0: the other values mean nothing
 */
public record Latency(
        long count, double p50, double p75, double p90, double p95, double p99, double p999, double max, double mean) {
    /**
     * @param nanos a histogram of nanoseconds; may be empty
     */
    public static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getTotalCount(),
                millis(nanos.getValueAtPercentile(50)),
                millis(nanos.getValueAtPercentile(75)),
                millis(nanos.getValueAtPercentile(90)),
                millis(nanos.getValueAtPercentile(95)),
                millis(nanos.getValueAtPercentile(99)),
                millis(nanos.getValueAtPercentile(99.9)),
                millis(nanos.getMaxValue()),
                millis(Math.round(nanos.getMean())));
    }

    /** To the microsecond. */
    public static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }

    /** {@code {"p50", "p75", "p90", "p95", "p99", "p999", "max", "mean"}}, each null when nothing was counted. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("p50", orNull(p50))
                .put("p75", orNull(p75))
                .put("p90", orNull(p90))
                .put("p95", orNull(p95))
                .put("p99", orNull(p99))
                .put("p999", orNull(p999))
                .put("max", orNull(max))
                .put("mean", orNull(mean));
    }

    private Double orNull(double value) {
        return count == 0 ? null : Double.valueOf(value);
    }
}
