package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A distribution of times, exact to three digits. */
final class Times {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    private final Histogram nanos = new Histogram(LONGEST, 3);

    /** What is negative counts as nothing. */
    void add(long elapsedNanos) {
        nanos.recordValue(Math.max(0, Math.min(LONGEST, elapsedNanos)));
    }

    long count() {
        return nanos.getTotalCount();
    }

    double micros(double percentile) {
        return nanos.getValueAtPercentile(percentile) / 1e3;
    }

    /** Puts {@code NAME_p50_us} and its like. */
    void into(JsonObject result, String name) {
        result.put(name + "p50_us", micros(50)).put(name + "p99_us", micros(99)).put(name + "p999_us", micros(99.9));
    }
}
