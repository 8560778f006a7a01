package dev.atmar.batch;

import dev.atmar.batch.send.SendOptions;
import dev.atmar.load.call.ShownUrl;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/**
 * What a run would do: nothing is sent, and nothing written.
 *
 * @param hosts and {@code models} of the tasks left, and how many each
 * @param promptTokens of the tasks left, estimated
 * @param maxTokens of the answers to those tasks that bound them
 * @param unbounded tasks left that do not
 * @param mostCost of the tasks left that have a price; null where none has
 * @param costComplete whether that is a bound of all
 * @param first the first task that would be sent; null where none is left
 */
public record DryRun(
        BatchSurvey survey,
        SendOptions sending,
        SortedMap<String, Long> hosts,
        SortedMap<String, Long> models,
        long promptTokens,
        long maxTokens,
        long unbounded,
        Double mostCost,
        boolean costComplete,
        BatchTask first) {
    /**
     * @throws IOException as a run would
     */
    public static DryRun of(BatchPlan plan) throws IOException {
        Inventory left = new Inventory(plan.prices());
        BatchSurvey survey = BatchFiles.survey(plan.files(), left::add);
        return new DryRun(
                survey,
                plan.sending(),
                left.hosts(),
                left.models(),
                left.promptTokens(),
                left.maxTokens(),
                left.unbounded(),
                left.mostCost(),
                left.isCostComplete(),
                left.first());
    }

    /**
     * @param headers of the request, those that hold a key already hidden
     */
    public JsonObject toJson(Map<String, String> headers) {
        JsonObject json = new JsonObject()
                .put("format", survey.format().word())
                .put("tasks", survey.tasks())
                .put("before", survey.finished())
                .put("failed_before", survey.failedBefore())
                .put("left", survey.left())
                .put("bad_lines", survey.badLines())
                .put("appended", survey.appended())
                .put("running", survey.running())
                .put("hosts", counts(hosts))
                .put("models", counts(models))
                .put("prompt_tokens", promptTokens)
                .put("max_completion_tokens", maxTokens)
                .put("without_max_tokens", unbounded)
                .put("max_cost", mostCost)
                .put("cost_complete", mostCost == null ? null : costComplete)
                .put("concurrent", sending.concurrency().toString())
                .put("timeout_ms", sending.timeout().toMillis())
                .put("retries", sending.retries())
                .put("rpm", sending.requestsPerMinute())
                .put("tpm", sending.tokensPerMinute())
                .put("output", survey.output().toString())
                .put("failed_file", survey.failed().toString());
        return json.put("first", first == null ? null : request(headers));
    }

    private JsonObject request(Map<String, String> headers) {
        JsonObject shown = new JsonObject();
        headers.forEach(shown::put);
        return new JsonObject()
                .put("task_id", first.id())
                .put("method", "POST")
                .put("url", ShownUrl.of(first.url()))
                .put("headers", shown)
                .put("body", first.body() == null ? null : first.body().toString());
    }

    private static JsonObject counts(SortedMap<String, Long> counts) {
        JsonObject json = new JsonObject();
        counts.forEach(json::put);
        return json;
    }
}
