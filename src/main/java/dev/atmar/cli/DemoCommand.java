package dev.atmar.cli;

import dev.atmar.app.Demo;
import dev.atmar.app.DemoRow;
import dev.atmar.app.DemoTable;
import dev.atmar.app.Scale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: the original experiment, without a key and without a network. */
@Command(
        name = "demo",
        description = {
            "Make the original experiment again, against simulated upstreams in this process.",
            "Needs no key and no network, and takes under a minute at the default scale.",
            "Settings are checked, but the demo brings its own.",
            "Exit code 1: a step did not show what it is to show."
        })
final class DemoCommand extends WatchedCommand {
    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            defaultValue = "0.1",
            description = "1 is the real thing, 13 s a call (default: ${DEFAULT-VALUE})")
    private double factor;

    @Override
    public Integer call() throws Exception {
        settings();
        Scale scale = new Scale(factor);
        List<DemoRow> rows = Waiting.on(new Demo(scale, what -> say("demo: " + what)).run());
        print(isJson() ? toJson(rows, scale) : DemoTable.render(rows, scale));
        return rows.stream().allMatch(DemoRow::holds) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String toJson(List<DemoRow> rows, Scale scale) {
        JsonArray list = new JsonArray();
        rows.forEach(row -> list.add(row.toJson()));
        return new JsonObject()
                .put("scale", scale.factor())
                .put("holds", rows.stream().allMatch(DemoRow::holds))
                .put("rows", list)
                .encode();
    }
}
