package dev.atmar.load.plan;

import dev.atmar.http.ApiException;
import dev.atmar.load.call.CallOptions;
import dev.atmar.load.call.Expect;
import dev.atmar.load.call.Task;
import dev.atmar.load.measure.Slo;
import dev.atmar.load.measure.Threshold;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a run sends, and how. With
 * a count or a duration (whichever ends first) the tasks are sent in turn, again and again; without either each once.
 *
 * @param timeoutMillis bounds each whole call: connect, wait and body
 * @param headers for every request; over the event bus, of every message
 * @param count requests to send after the warm-up; 0: no count
 * @param durationMillis how long to send after the warm-up; 0: no duration, but with stages theirs. What is in flight
 *     then is awaited
 * @param warmupMillis requests due in this time are sent but not summed up
 * @param body text to send as it is in place of the tasks' params, or null
 * @param slice the part of all this that is sent
 * @param slo what makes a good request, or null
 * @param failIf when the run has failed
 * @param abortEarly whether it ends as soon as it has
 */
public record Plan(
        List<Task> tasks,
        Arrivals arrivals,
        long timeoutMillis,
        String method,
        Map<String, String> headers,
        Expect expect,
        long count,
        long durationMillis,
        long warmupMillis,
        Buffer body,
        Slice slice,
        Slo slo,
        List<Threshold> failIf,
        boolean abortEarly,
        Keep keep) {
    /**
     * @throws ApiException 400 naming the field that cannot be run
     */
    public Plan {
        tasks = List.copyOf(tasks);
        headers = Map.copyOf(headers);
        failIf = List.copyOf(failIf);
        require(
                arrivals instanceof Arrivals.Open ? "max_in_flight" : "concurrent",
                arrivals.most(),
                1,
                Integer.MAX_VALUE);
        require("slice.of", slice.of(), 1, 1000);
        require("slice.index", slice.index(), 0, slice.of() - 1);
        require("timeout_ms", timeoutMillis, 1, PlanReader.MAX_MILLIS);
        require("count", count, 0, Long.MAX_VALUE);
        require("duration_ms", durationMillis, 0, PlanReader.MAX_MILLIS);
        require("warmup_ms", warmupMillis, 0, PlanReader.MAX_MILLIS);
        if (arrivals instanceof Arrivals.Closed closed && slice.of() > closed.concurrent()) {
            throw ApiException.badRequest(
                    "slice.of",
                    "value: " + slice.of() + " (expected: at most concurrent, " + closed.concurrent() + ")");
        }
        if (arrivals instanceof Arrivals.Open open && count == 0 && durationMillis == 0) {
            durationMillis = open.millis();
        }
        if (tasks.isEmpty() && (count > 0 || durationMillis > 0)) {
            throw ApiException.badRequest("tasks", "empty (expected: at least one to send again and again)");
        }
        if (slo == null && failIf.stream().anyMatch(Threshold::needsSlo)) {
            throw ApiException.badRequest("slo", "missing (expected: one, as fail_if is about goodput)");
        }
    }

    private static void require(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw ApiException.badRequest(field, "value: " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /**
     * @param settings the bounds of what a plan may ask for
     * @throws ApiException 400 naming the field that is unknown, missing or wrong
     */
    public static Plan fromJson(JsonObject json, LoadSettings settings) {
        return new PlanReader(json, settings).read();
    }

    /** The plan with every task written out; {@link #fromJson} reads it back. */
    public JsonObject toJson() {
        JsonArray list = new JsonArray();
        tasks.forEach(task -> list.add(task.toJson()));
        JsonObject json = new JsonObject()
                .put("tasks", list)
                .put("timeout_ms", timeoutMillis)
                .put("method", method)
                .put("headers", new JsonObject(Map.copyOf(headers)))
                .put("expect", expect.word())
                .put("warmup_ms", warmupMillis)
                .put("keep_results", keep.results());
        ArrivalsJson.write(arrivals, json);
        putIf(
                slice.of() > 1,
                json,
                "slice",
                new JsonObject().put("index", slice.index()).put("of", slice.of()));
        putIf(slo != null, json, "slo", slo == null ? null : slo.text());
        putIf(
                !failIf.isEmpty(),
                json,
                "fail_if",
                new JsonArray(failIf.stream().map(Threshold::text).toList()));
        putIf(abortEarly, json, "abort_early", true);
        putIf(keep.samples(), json, "samples", true);
        putIf(keep.details(), json, "details", true);
        putIf(count > 0, json, "count", count);
        putIf(durationMillis > 0, json, "duration_ms", durationMillis);
        putIf(body != null, json, "body", String.valueOf(body));
        return json;
    }

    private static void putIf(boolean wanted, JsonObject json, String field, Object value) {
        if (wanted) {
            json.put(field, value);
        }
    }

    public boolean isOpen() {
        return arrivals instanceof Arrivals.Open;
    }

    /** The most requests in flight of this slice: of a schedule all of them, for its cap is each client's own. */
    public int slotsOfSlice() {
        return isOpen() ? arrivals.most() : (int) slice.shareOf(arrivals.most());
    }

    /**
     * @param maxAnswerBytes the longest answer that is read
     */
    public CallOptions callOptions(int maxAnswerBytes) {
        return new CallOptions(method, headers, body, timeoutMillis, slotsOfSlice(), maxAnswerBytes);
    }

    /** Whether the tasks are sent again and again instead of once. */
    public boolean repeats() {
        return count > 0 || durationMillis > 0;
    }
}
