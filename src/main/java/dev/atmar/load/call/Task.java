package dev.atmar.load.call;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/**
 * One thing to send.
 *
 * @param params the JSON to send, encoded once when the plan is read; null when the task has none
 */
public record Task(String taskId, Target target, Buffer params) {
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("task_id", taskId).put("url", target.url());
        return params == null ? json : json.put("params", Json.decodeValue(params));
    }
}
