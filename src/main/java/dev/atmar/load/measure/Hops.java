package dev.atmar.load.measure;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * How long each hop took, over all requests: microseconds by the hop's name. Only so many names are kept, the first ones
 * heard: they are a peer's.
 */
final class Hops {
    private static final int MOST_NAMES = 32;
    private static final int DIGITS = 2;

    private final Map<String, AbstractHistogram> times = new LinkedHashMap<>();

    void add(List<Hop> hops) {
        for (Hop hop : hops) {
            if (times.size() < MOST_NAMES || times.containsKey(hop.name())) {
                times.computeIfAbsent(hop.name(), name -> new IntCountsHistogram(DIGITS))
                        .recordValue(Math.round(hop.millis() * 1000));
            }
        }
    }

    /** {@code {NAME: {"count", "p50", "p90", "p99", "max"}}}, in milliseconds. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        times.forEach((name, micros) -> json.put(
                name,
                new JsonObject()
                        .put("count", micros.getTotalCount())
                        .put("p50", millis(micros.getValueAtPercentile(50)))
                        .put("p90", millis(micros.getValueAtPercentile(90)))
                        .put("p99", millis(micros.getValueAtPercentile(99)))
                        .put("max", millis(micros.getMaxValue()))));
        return json;
    }

    private static double millis(long micros) {
        return micros / 1e3;
    }
}
