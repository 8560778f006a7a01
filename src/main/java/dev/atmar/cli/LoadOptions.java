package dev.atmar.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Parameters;

/** The options of {@code load}, as a plan for {@code atmar.load.start}. */
final class LoadOptions {
    @Parameters(paramLabel = "URL", description = "http://…, https://… or bus:ADDRESS (bus:atmar.chat, bus:atmar.post)")
    private String url;

    @ArgGroup(validate = false, order = 1, heading = "%nWhat is sent:%n")
    private LoadContent content = new LoadContent();

    @ArgGroup(validate = false, order = 2, heading = "%nWhen (without a rate: so many in flight at once):%n")
    private LoadSchedule schedule = new LoadSchedule();

    @ArgGroup(validate = false, order = 3, heading = "%nWhat it is judged by:%n")
    private LoadVerdict verdict = new LoadVerdict();

    @ArgGroup(validate = false, order = 4, heading = "%nWhat it leaves behind:%n")
    private LoadFiles files = new LoadFiles();

    String url() {
        return url;
    }

    boolean isOnBus() {
        return url.startsWith("bus:");
    }

    LoadFiles files() {
        return files;
    }

    LoadVerdict verdict() {
        return verdict;
    }

    /**
     * The answers themselves are not kept: they are judged by their status, and counted.
     *
     * @param details whether distributions are wanted, which more than the summary is made of
     */
    JsonObject plan(boolean details) {
        JsonObject plan = new JsonObject()
                .put("url", url)
                .put("expect", "status")
                .put("keep_results", false)
                .put("details", details)
                .put("samples", files.hasRows());
        content.putInto(plan);
        JsonArray params = plan.getJsonArray("params_list");
        schedule.putInto(plan, params == null ? 1 : params.size());
        verdict.putInto(plan);
        return plan;
    }
}
