package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code load}: sends requests by a schedule or so many at once, and says how long they took. */
@Command(
        name = "load",
        sortOptions = false,
        abbreviateSynopsis = true,
        description = {
            "Send requests to URL, so many in flight at once or so many per second, and say how long they took.",
            "Without --count and --duration each task is sent once; a single one as often as --concurrent says.",
            "Response times count from when a request was due, service times from when it was sent.",
            "Ctrl-C ends the run; what is done so far is printed and written."
        },
        footerHeading = "%nExit code 1: no request succeeded, the run was cut short, a --fail-if came true, or a file "
                + "could not be written whole.%n%nExamples:%n",
        footer = {
            "  load URL --params task.json --concurrent 50 --duration 30s",
            "  load URL --params task.json --rate 20 --poisson --duration 1m --warmup 5s",
            "  load URL --steps 10,20,50,100 --step 10s --csv requests.csv",
            "  load URL --params task.json --ramp 1..100 --duration 5m \\",
            "       --slo 'ttft<2s,p99<20s' --fail-if 'errors>1%%' --junit load.xml"
        })
final class LoadCommand extends WatchedCommand {
    @Mixin
    private LoadOptions options;

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        JsonObject plan = options.plan(!isJson() || options.files().needDetails());
        Plan.fromJson(plan, settings.load());
        try (LoadOutput output = options.files().open()) {
            return run(settings, plan, output);
        }
    }

    private int run(Settings settings, JsonObject plan, LoadOutput output) throws Exception {
        LoadSession session = Waiting.on(LoadSession.openWarm(settings.load()));
        try (Progress progress = Progress.of("load", isQuiet())) {
            if (options.isOnBus()) {
                Waiting.on(session.serveRelay(settings.relay()));
            }
            return new WatchedRun(session, progress, output::add).run(plan, result -> report(result, output));
        } finally {
            Waiting.on(session.close());
        }
    }

    /** Standard output first: what the files do not take is not lost. */
    private int report(JsonObject result, LoadOutput output) {
        String target = ShownTarget.of(options.url());
        JsonObject summary = result.getJsonObject("summary");
        print(isJson() ? new JsonObject().put("summary", summary).encode() : text(target, result));
        List<String> complaints = output.finish(target, result);
        complaints.forEach(complaint -> System.err.println("atmar: " + complaint));
        return complaints.isEmpty() && isPassed(summary) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String text(String target, JsonObject result) {
        return LoadReport.of(target, result, Terminal.showsBlocks());
    }

    private static boolean isPassed(JsonObject summary) {
        boolean whole = !summary.getBoolean("cancelled") && summary.getString("aborted_because") == null;
        return whole && summary.getLong("ok") > 0 && summary.getBoolean("passed", true);
    }
}
