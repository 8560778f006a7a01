package dev.atmar.load.report;

import dev.atmar.load.call.ShownUrl;
import io.vertx.core.json.JsonObject;

/** What the page's script is given. Of the answers and of what the errors say nothing is in it: they may hold keys. */
final class ReportData {
    private ReportData() {}

    /** {@code {"url", "started_at", "summary", "timeline", "tasks", …, "findings": {CHART: a sentence}}}. */
    static JsonObject of(JsonObject result) {
        JsonObject percentiles = Percentiles.of(Json.object(result, "histograms"));
        JsonObject waterfall = Waterfall.of(Json.objects(result, "tasks"));
        return new JsonObject()
                .put("url", ShownUrl.of(result.getString("url", "")))
                .put("started_at", result.getString("started_at"))
                .put("summary", Json.object(result, "summary"))
                .put("timeline", Json.object(result, "timeline"))
                .put("tasks", Json.list(result, "tasks"))
                .put("slowest", Json.list(result, "slowest"))
                .put("hops", Json.object(result, "hops"))
                .put("percentiles", percentiles)
                .put("waterfall", waterfall)
                .put("findings", Findings.of(result, waterfall));
    }
}
