package dev.atmar.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The curves of a result's histograms. */
final class Percentiles {
    private static final List<String> MEASURES = List.of("response", "service", "ttft", "itl");
    private static final int STEPS_PER_HALF_DISTANCE = 8;

    private Percentiles() {}

    /**
     * {@code {MEASURE: [[percentile, ms], …]}}: the closer to 100 the closer to each other, and none that fewer than one
     * request stands for.
     *
     * @param histograms by name: of nanoseconds, HdrHistogram's V2, deflated, in Base64
     */
    static JsonObject of(JsonObject histograms) {
        JsonObject curves = new JsonObject();
        MEASURES.stream().filter(histograms::containsKey).forEach(name -> {
            JsonArray curve = curve(histograms.getString(name));
            if (!curve.isEmpty()) {
                curves.put(name, curve);
            }
        });
        return curves;
    }

    private static JsonArray curve(String text) {
        Histogram nanos = decode(text);
        JsonArray curve = new JsonArray();
        for (HistogramIterationValue step : nanos.percentiles(STEPS_PER_HALF_DISTANCE)) {
            double last = 100 * (1 - 1.0 / Math.max(2, nanos.getTotalCount()));
            double percentile = Math.min(step.getPercentileLevelIteratedTo(), last);
            curve.add(new JsonArray().add(percentile).add(step.getValueIteratedTo() / 1e6));
        }
        return curve;
    }

    private static Histogram decode(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("histograms: not HdrHistogram's V2, deflated, in Base64", e);
        }
    }
}
