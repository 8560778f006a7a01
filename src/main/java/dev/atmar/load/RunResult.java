package dev.atmar.load;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run leaves: its results in the order of the tasks, and its summary. Of a run that was cancelled, those of the
 * requests that had been sent.
 */
public record RunResult(List<Result> results, Summary summary) {
    /** {@code {"results", "summary"}}. */
    public JsonObject toJson() {
        List<JsonObject> list = new ArrayList<>(results.size());
        results.forEach(result -> list.add(result.toJson()));
        return new JsonObject().put("results", new JsonArray(list)).put("summary", summary.toJson());
    }
}
