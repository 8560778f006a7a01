package dev.atmar.load.report;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** The histograms of a run's result, which are there when its plan asked for {@code details}. Nanoseconds. */
public final class Distributions {
    private static final int DIGITS = 3;
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NANOS_PER_MILLI = 1e6;

    private Distributions() {}

    /** Of the response times; empty when there are none. */
    public static Histogram response(JsonObject result) {
        String encoded = result.getJsonObject("histograms", new JsonObject()).getString("response");
        return encoded == null ? new Histogram(DIGITS) : decoded(encoded);
    }

    private static Histogram decoded(String base64) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(base64)), 0);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("histograms.response is no compressed HdrHistogram", e);
        }
    }

    /** The percentile distribution of the response times in milliseconds, as HdrHistogram's plotter reads it. */
    public static String hgrm(JsonObject result) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream text = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            response(result).outputPercentileDistribution(text, TICKS_PER_HALF_DISTANCE, NANOS_PER_MILLI);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
