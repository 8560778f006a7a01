package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A run in numbers. The warm-up is left out of all of them but {@code peakInFlight} and its own.
 *
 * @param requests that ended, well or not
 * @param errors how many of each kind; kinds that did not occur are left out
 * @param elapsedMillis from the end of the warm-up to the last answer
 * @param rate requests per second of that time
 * @param response from when a request should have been sent to its whole answer; successes only
 * @param service from when it was sent to its whole answer; successes only
 * @param firstByte from when it was sent to the head of its answer; successes only
 * @param sendLag from when it should have been sent to when it was, a wait for a new connection included
 * @param resultsNotKept requests whose answer is not among the results
 * @param invalidBecause why the figures say more about the client than about the server; empty: they are valid
 */
public record Summary(
        long requests,
        long ok,
        Map<ErrorType, Long> errors,
        double elapsedMillis,
        double rate,
        Latency response,
        Latency service,
        Latency firstByte,
        Latency sendLag,
        int peakInFlight,
        int concurrent,
        long warmupRequests,
        long resultsNotKept,
        boolean cancelled,
        List<String> invalidBecause) {
    /** Whether the figures are the server's; if not, {@code invalidBecause} says why. */
    public boolean valid() {
        return invalidBecause.isEmpty();
    }

    /** Per second, to three decimals; 0 for no time at all. */
    public static double rate(long requests, double millis) {
        return millis == 0 ? 0 : Math.round(requests * 1e6 / millis) / 1e3;
    }

    /** The same, but that so many results more were not kept. */
    public Summary withoutResults(long more) {
        return new Summary(
                requests,
                ok,
                errors,
                elapsedMillis,
                rate,
                response,
                service,
                firstByte,
                sendLag,
                peakInFlight,
                concurrent,
                warmupRequests,
                resultsNotKept + more,
                cancelled,
                invalidBecause);
    }

    /** As the command line and the event bus tell it: {@code {"requests", "errors", "rate", "response_ms", …}}. */
    public JsonObject toJson() {
        JsonObject kinds = new JsonObject();
        errors.forEach((type, count) -> kinds.put(type.word(), count));
        return new JsonObject()
                .put("requests", requests)
                .put("ok", ok)
                .put("errors", kinds)
                .put("elapsed_ms", elapsedMillis)
                .put("rate", rate)
                .put("response_ms", response.toJson())
                .put("service_ms", service.toJson())
                .put("first_byte_ms", firstByte.toJson())
                .put("send_lag_ms", sendLag.toJson())
                .put("peak_in_flight", peakInFlight)
                .put("concurrent", concurrent)
                .put("warmup_requests", warmupRequests)
                .put("results_not_kept", resultsNotKept)
                .put("cancelled", cancelled)
                .put("valid", valid())
                .put("invalid_because", valid() ? null : new JsonArray(invalidBecause));
    }
}
