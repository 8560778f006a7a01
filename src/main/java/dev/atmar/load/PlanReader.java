package dev.atmar.load;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import dev.atmar.http.RequestHeaders;
import dev.atmar.http.json.JsonFields;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
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

    private static final int DEFAULT_CONCURRENT = 3;
    private static final long DEFAULT_TIMEOUT_MILLIS = 60_000;
    private static final long MAX_COUNT = 1_000_000_000_000L;
    private static final Set<String> PLAN_FIELDS = Set.of(
            "url",
            "params_list",
            "tasks",
            "concurrent",
            "timeout_ms",
            "method",
            "headers",
            "expect",
            "count",
            "duration_ms",
            "warmup_ms",
            "body",
            "keep_results");
    private static final Set<String> TASK_FIELDS = Set.of("task_id", "url", "params");
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    /** RFC 9110, section 5.6.2; CONNECT is no request to an origin. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");

    private final JsonFields plan;
    private final LoadSettings settings;

    PlanReader(JsonObject json, LoadSettings settings) {
        this.plan = new JsonFields("", json);
        this.settings = settings;
    }

    Plan read() {
        plan.refuseUnknown(PLAN_FIELDS);
        String method = method();
        return new Plan(
                tasks(method),
                concurrent(),
                plan.number("timeout_ms", 1, MAX_MILLIS).orElse(DEFAULT_TIMEOUT_MILLIS),
                method,
                headers(),
                expect(),
                plan.number("count", 1, MAX_COUNT).orElse(0L),
                plan.number("duration_ms", 1, MAX_MILLIS).orElse(0L),
                plan.number("warmup_ms", 0, MAX_MILLIS).orElse(0L),
                plan.has("body") ? Buffer.buffer(plan.text("body")) : null,
                plan.flag("keep_results", true));
    }

    private int concurrent() {
        int most = settings.maxConcurrent();
        return plan.number("concurrent", 1, most).map(Long::intValue).orElse(Math.min(DEFAULT_CONCURRENT, most));
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

    private List<Task> tasks(String method) {
        Target shared = plan.has("url") ? Target.parse("url", plan.text("url")) : null;
        if (plan.has("tasks") && plan.has("params_list")) {
            throw ApiException.badRequest("tasks", "there beside params_list (expected: one of the two)");
        }
        if (plan.has("tasks")) {
            return listed(shared, list("tasks"));
        }
        if (shared == null) {
            throw plan.refused("url", "http://…, https://… or bus:ADDRESS");
        }
        if (plan.has("params_list")) {
            refuseBody("params_list");
            return perParams(shared, list("params_list"));
        }
        if (plan.has("body") || BODILESS.contains(method)) {
            return List.of(new Task(defaultId(0), shared, null));
        }
        throw ApiException.badRequest("params_list", "missing (expected: params_list, tasks or body)");
    }

    private JsonArray list(String field) {
        JsonArray list = plan.list(field);
        if (list.size() > settings.maxTasks()) {
            throw ApiException.badRequest(
                    field,
                    list.size() + " entries (expected: at most " + settings.maxTasks() + ", the setting max_tasks)");
        }
        return list;
    }

    private List<Task> perParams(Target target, JsonArray params) {
        List<Task> tasks = new ArrayList<>(params.size());
        for (int i = 0; i < params.size(); i++) {
            tasks.add(new Task(defaultId(i), target, encoded("params_list[" + i + "]", params.getValue(i))));
        }
        return tasks;
    }

    private List<Task> listed(Target shared, JsonArray list) {
        Set<String> ids = new HashSet<>();
        List<Task> tasks = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            if (!(list.getValue(i) instanceof JsonObject entry)) {
                throw ApiException.badRequest("tasks[" + i + "]", "not an object (expected: an object)");
            }
            JsonFields fields = new JsonFields("tasks[" + i + "]", entry);
            Task task = task(fields, i, shared);
            if (!ids.add(task.taskId())) {
                throw fields.refused("task_id", "an id no other task has");
            }
            tasks.add(task);
        }
        return tasks;
    }

    private Task task(JsonFields fields, int index, Target shared) {
        fields.refuseUnknown(TASK_FIELDS);
        if (!fields.has("url") && shared == null) {
            throw fields.refused("url", "a url, here or in the plan");
        }
        Target target = fields.has("url") ? Target.parse(fields.nameOf("url"), fields.text("url")) : shared;
        if (!fields.holds("params")) {
            return new Task(fields.text("task_id", defaultId(index)), target, null);
        }
        refuseBody(fields.nameOf("params"));
        Buffer params = encoded(fields.nameOf("params"), fields.value("params"));
        return new Task(fields.text("task_id", defaultId(index)), target, params);
    }

    private void refuseBody(String beside) {
        if (plan.has("body")) {
            throw ApiException.badRequest("body", "there beside " + beside + " (expected: one of the two)");
        }
    }

    private static Buffer encoded(String field, Object params) {
        try {
            return Json.encodeToBuffer(params);
        } catch (EncodeException e) {
            throw ApiException.badRequest(field, "cannot be written as JSON (expected: a JSON value)");
        }
    }

    /** {@code task_00007}; with more digits where five do not do. */
    private static String defaultId(int index) {
        String digits = Integer.toString(index);
        return "task_" + "0".repeat(Math.max(0, 5 - digits.length())) + digits;
    }
}
