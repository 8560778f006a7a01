package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code load}: keeps so many requests in flight, and says how long they took. */
@Command(
        name = "load",
        description = {
            "Send requests to URL, so many in flight at once, and say how long they took.",
            "Without --count and --duration each task is sent once; a single one as often as --concurrent says.",
            "Ctrl-C ends the run and prints what is done so far.",
            "Exit code 1: no request succeeded, or the run was cut short."
        })
final class LoadCommand extends WatchedCommand {
    @Mixin
    private LoadOptions options;

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        JsonObject plan = options.plan();
        LoadSession session = Waiting.on(LoadSession.openWarm(settings.load()));
        try (Progress progress = Progress.of("load", isQuiet())) {
            if (options.isOnBus()) {
                Waiting.on(session.serveRelay(settings.relay()));
            }
            JsonObject summary =
                    new WatchedRun(session, progress).run(plan, this::report).getJsonObject("summary");
            boolean whole = !summary.getBoolean("cancelled") && summary.getLong("ok") > 0;
            return whole ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            Waiting.on(session.close());
        }
    }

    private void report(JsonObject result) {
        JsonObject summary = result.getJsonObject("summary");
        String text =
                isJson() ? new JsonObject().put("summary", summary).encode() : LoadReport.of(options.url(), summary);
        print(text);
    }
}
