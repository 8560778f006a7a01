package dev.atmar.load.plan;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import dev.atmar.http.RequestHeaders;
import dev.atmar.http.json.JsonFields;
import dev.atmar.load.call.Expect;
import dev.atmar.load.measure.Slo;
import dev.atmar.load.measure.Threshold;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a plan from JSON and refuses what cannot be run, before anything is sent. */
final class PlanReader {
    static final long MAX_MILLIS = 86_400_000L;

    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;
    private static final int MAX_SLICES = 1000;
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final Set<String> PLAN_FIELDS = Set.of(
            "url",
            "params_list",
            "tasks",
            "timeout_ms",
            "method",
            "headers",
            "expect",
            "count",
            "duration_ms",
            "warmup_ms",
            "body",
            "slice",
            "slo",
            "fail_if",
            "abort_early",
            "keep_results",
            "samples",
            "details");

    /** RFC 9110, section 5.6.2; CONNECT is no request to an origin. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

    private final JsonFields plan;
    private final LoadSettings settings;

    PlanReader(JsonObject json, LoadSettings settings) {
        this.plan = new JsonFields("", json);
        this.settings = settings;
    }

    Plan read() {
        refuseUnknown();
        String method = method();
        return new Plan(
                new TasksReader(plan, settings).read(method),
                ArrivalsJson.read(plan, settings.maxConcurrent()),
                plan.number("timeout_ms", 1, MAX_MILLIS).orElse(DEFAULT_TIMEOUT_MILLIS),
                method,
                headers(),
                expect(),
                plan.number("count", 1, MAX_COUNT).orElse(0L),
                plan.number("duration_ms", 1, MAX_MILLIS).orElse(0L),
                plan.number("warmup_ms", 0, MAX_MILLIS).orElse(0L),
                plan.has("body") ? Buffer.buffer(plan.text("body")) : null,
                slice(),
                plan.has("slo") ? Slo.parse("slo", plan.text("slo")) : null,
                failIf(),
                plan.flag("abort_early", false),
                keep());
    }

    private void refuseUnknown() {
        Set<String> known = new HashSet<>(PLAN_FIELDS);
        known.addAll(ArrivalsJson.FIELDS);
        plan.refuseUnknown(known);
    }

    private Slice slice() {
        if (!plan.has("slice")) {
            return Slice.WHOLE;
        }
        JsonFields slice = plan.inner("slice");
        slice.refuseUnknown(Set.of("index", "of"));
        int of = slice.number("of", 1, MAX_SLICES)
                .orElseThrow(() -> slice.refused("of", "in how many parts the plan is cut"))
                .intValue();
        int index = slice.number("index", 0, of - 1)
                .orElseThrow(() -> slice.refused("index", "which part, from 0"))
                .intValue();
        return new Slice(index, of);
    }

    private List<Threshold> failIf() {
        List<Threshold> thresholds = new ArrayList<>();
        JsonArray list = plan.has("fail_if") ? plan.list("fail_if") : new JsonArray();
        for (int i = 0; i < list.size(); i++) {
            String name = "fail_if[" + i + "]";
            if (!(list.getValue(i) instanceof String text)) {
                throw ApiException.badRequest(name, "not a text (expected: a condition such as p99>500ms)");
            }
            thresholds.add(Threshold.parse(name, text));
        }
        return thresholds;
    }

    private Keep keep() {
        return new Keep(plan.flag("keep_results", true), plan.flag("samples", false), plan.flag("details", false));
    }

    private String method() {
        String method = plan.text("method", "POST");
        if (!TOKEN.matcher(method).matches() || method.equals("CONNECT")) {
            throw plan.refused("method", "an HTTP method");
        }
        return method;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = plan.texts("headers");
        headers.forEach((name, value) -> RequestHeaders.require("headers." + OneLine.of(name), name, value));
        return headers;
    }

    private Expect expect() {
        return switch (plan.text("expect", Expect.JSON.word())) {
            case "json" -> Expect.JSON;
            case "status" -> Expect.STATUS;
            default -> throw plan.refused("expect", "json or status");
        };
    }
}
