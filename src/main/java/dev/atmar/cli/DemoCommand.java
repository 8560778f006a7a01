package dev.atmar.cli;

import dev.atmar.app.Demo;
import dev.atmar.app.DemoRow;
import dev.atmar.app.DemoTable;
import dev.atmar.app.Scale;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the original experiment, without a key and without a network. */
@Command(
        name = "demo",
        description = {
            "Make the original experiment again, against simulated upstreams in this process.",
            "Needs no key and no network, and takes under a minute at the default scale.",
            "Exit code 1: a step did not show what it is to show."
        })
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--scale",
            paramLabel = "FACTOR",
            defaultValue = "0.1",
            description = "1 is the real thing, 13 s a call (default: ${DEFAULT-VALUE})")
    private double factor;

    @Option(
            names = {"-q", "--quiet"},
            description = "no progress")
    private boolean quiet;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Scale scale = new Scale(factor);
        List<DemoRow> rows = Waiting.on(new Demo(scale, this::say).run());
        spec.commandLine().getOut().println(common.json ? toJson(rows, scale) : DemoTable.render(rows, scale));
        return rows.stream().allMatch(DemoRow::holds) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void say(String what) {
        if (!quiet) {
            System.err.println("demo: " + what);
        }
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
