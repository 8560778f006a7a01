package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A run in numbers, all of them computed from its measurements. The warm-up is left out of all of them but the peak in
 * flight and its own.
 *
 * @param requests that ended, well or not
 * @param errors how many of each kind; kinds that did not occur are left out
 * @param elapsedMillis from the end of the warm-up to the last answer
 * @param rate requests per second of that time
 * @param times of the successes, but for the send lag, which is of all that were sent
 * @param tokens null when no answer told or streamed any
 * @param goodput null without an objective
 * @param thresholds what came of each
 */
public record Summary(
        long requests,
        long ok,
        Map<ErrorType, Long> errors,
        double elapsedMillis,
        double rate,
        Map<Measure, Latency> times,
        TokenFigures tokens,
        Goodput goodput,
        List<Threshold.Verdict> thresholds,
        Circumstances circumstances) {
    /**
     * @param slo that the measurements were taken by, or null
     */
    public static Summary of(Measurements measured, Slo slo, List<Threshold> thresholds) {
        Counts counts = measured.counts();
        Map<Measure, Latency> times = new EnumMap<>(Measure.class);
        measured.histograms().forEach((measure, histogram) -> {
            if (measure.isTime()) {
                times.put(measure, Latency.of(histogram));
            }
        });
        return new Summary(
                counts.requests(),
                counts.succeeded(),
                counts.errors(),
                measured.elapsedMillis(),
                rate(counts.requests(), measured.elapsedMillis()),
                times,
                TokenFigures.of(measured),
                slo == null ? null : Goodput.of(slo, measured),
                thresholds.stream().map(threshold -> threshold.judge(measured)).toList(),
                measured.circumstances());
    }

    /** Per second, to three decimals; 0 for no time at all. */
    public static double rate(long requests, double millis) {
        return millis == 0 ? 0 : Math.round(requests * 1e6 / millis) / 1e3;
    }

    public Latency response() {
        return times.get(Measure.RESPONSE);
    }

    public Latency service() {
        return times.get(Measure.SERVICE);
    }

    public Latency firstByte() {
        return times.get(Measure.FIRST_BYTE);
    }

    public Latency sendLag() {
        return times.get(Measure.SEND_LAG);
    }

    public int peakInFlight() {
        return circumstances.peakInFlight();
    }

    public long resultsNotKept() {
        return circumstances.resultsNotKept();
    }

    public boolean cancelled() {
        return circumstances.cancelled();
    }

    /** Whether the figures are the server's; if not, {@code invalid_because} says why. */
    public boolean valid() {
        return circumstances.invalidBecause().isEmpty();
    }

    /** Whether no threshold was breached. */
    public boolean passed() {
        return thresholds.stream().noneMatch(Threshold.Verdict::breached);
    }

    /** The same, but that so many results more were not kept. */
    public Summary withoutResults(long more) {
        return new Summary(
                requests,
                ok,
                errors,
                elapsedMillis,
                rate,
                times,
                tokens,
                goodput,
                thresholds,
                circumstances.withoutResults(more));
    }

    /** As the command line and the event bus tell it: {@code {"requests", "errors", "rate", "response_ms", …}}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("requests", requests)
                .put("ok", ok)
                .put("errors", Counts.kinds(errors))
                .put("elapsed_ms", elapsedMillis)
                .put("rate", rate);
        putTimes(json);
        json.put("tokens", tokens == null ? null : tokens.toJson())
                .put("slo", goodput == null ? null : goodput.toJson())
                .put(
                        "thresholds",
                        new JsonArray(thresholds.stream()
                                .map(Threshold.Verdict::toJson)
                                .toList()))
                .put("passed", passed());
        putCircumstances(json);
        return json;
    }

    /** What only streams have is null in a run without any. */
    private void putTimes(JsonObject json) {
        json.put("response_ms", response().toJson())
                .put("service_ms", service().toJson())
                .put("first_byte_ms", firstByte().toJson())
                .put("send_lag_ms", sendLag().toJson());
        for (Measure measure : List.of(Measure.TTFT, Measure.TTFT_SERVICE, Measure.ITL, Measure.TPOT)) {
            Latency latency = times.get(measure);
            json.put(measure.word() + "_ms", latency.count() == 0 ? null : latency.toJson());
        }
    }

    private JsonObject connectionWait() {
        Latency wait = times.get(Measure.CONNECTION_WAIT);
        return wait.count() == 0 ? null : wait.toJson();
    }

    private void putCircumstances(JsonObject json) {
        Pace pace = circumstances.pace();
        json.put("model", pace.open() ? "open" : "closed")
                .put("target_rate", pace.open() ? Double.valueOf(pace.target()) : null)
                .put("sent_rate", pace.sent())
                .put("not_sent", pace.notSent())
                .put("client", circumstances.client().toJson().put("connection_wait_ms", connectionWait()))
                .put("peak_in_flight", circumstances.peakInFlight())
                .put("concurrent", circumstances.concurrent())
                .put("warmup_requests", circumstances.warmupRequests())
                .put("results_not_kept", circumstances.resultsNotKept())
                .put("cancelled", circumstances.cancelled())
                .put("aborted_because", circumstances.abortedBecause())
                .put("valid", valid())
                .put("invalid_because", valid() ? null : new JsonArray(circumstances.invalidBecause()));
    }
}
