package dev.atmar.load.plan;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonFields;
import dev.atmar.load.call.Target;
import dev.atmar.load.call.Task;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what a plan sends: {@code tasks}, or {@code params_list} or {@code body} for one {@code url}. */
final class TasksReader {
    private static final Set<String> TASK_FIELDS = Set.of("task_id", "url", "params");
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE", "OPTIONS");

    private final JsonFields plan;
    private final LoadSettings settings;

    TasksReader(JsonFields plan, LoadSettings settings) {
        this.plan = plan;
        this.settings = settings;
    }

    List<Task> read(String method) {
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
