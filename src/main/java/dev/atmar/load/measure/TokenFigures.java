package dev.atmar.load.measure;

import io.vertx.core.json.JsonObject;
import org.HdrHistogram.Histogram;

/**
 * The tokens of a run's answers in numbers.
 *
 * @param output tokens of output, of the requests that succeeded
 * @param perSecond of the measured time, all requests together
 * @param perRequest tokens per second of one request, its wait for the first one included: count, and of these rates the
 *     low percentiles, for low is bad here
 * @param toldBy {@code usage} where the answers said how many they have, {@code pieces} where the pieces were counted,
 *     {@code mixed} for both
 */
public record TokenFigures(long output, double perSecond, JsonObject perRequest, String toldBy) {
    private static final double MILLI = 1e3;

    /** Null when no answer said or streamed any. */
    static TokenFigures of(Measurements measured) {
        Counts counts = measured.counts();
        if (!counts.toldTokens()) {
            return null;
        }
        String mixed = counts.toldByUsage() > 0 ? "mixed" : "pieces";
        return new TokenFigures(
                counts.outputTokens(),
                Summary.rate(counts.outputTokens(), measured.elapsedMillis()),
                perRequest(measured.of(Measure.TOKEN_RATE)),
                counts.toldByPieces() == 0 ? "usage" : mixed);
    }

    /** Null when nothing was streamed. */
    private static JsonObject perRequest(Histogram rates) {
        if (rates.getTotalCount() == 0) {
            return null;
        }
        return new JsonObject()
                .put("min", rates.getMinValue() / MILLI)
                .put("p1", rates.getValueAtPercentile(1) / MILLI)
                .put("p10", rates.getValueAtPercentile(10) / MILLI)
                .put("p50", rates.getValueAtPercentile(50) / MILLI)
                .put("p90", rates.getValueAtPercentile(90) / MILLI)
                .put("p99", rates.getValueAtPercentile(99) / MILLI)
                .put("max", rates.getMaxValue() / MILLI)
                .put("mean", Math.round(rates.getMean()) / MILLI);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("output", output)
                .put("per_second", perSecond)
                .put("per_request_per_second", perRequest)
                .put("told_by", toldBy);
    }
}
