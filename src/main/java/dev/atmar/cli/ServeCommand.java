package dev.atmar.cli;

import dev.atmar.app.Suite;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code serve}: runs the suite until a signal, then drains it. */
@Command(
        name = "serve",
        description = {
            "Run relay, lab and load until SIGTERM or Ctrl-C.",
            "Then new requests are answered 503 while those in flight finish (relay.drain_ms, lab.drain_ms)."
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private Common common;

    @Option(names = "--simulate", description = "run the simulated upstream too")
    private boolean simulate;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = common.settings();
        Suite suite = Waiting.on(Suite.start(settings, simulate));
        Interrupt.does(() -> stop(suite));
        print(suite, spec.commandLine().getOut());
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private void print(Suite suite, PrintWriter out) {
        if (common.json) {
            JsonObject urls = new JsonObject();
            suite.urls().forEach(urls::put);
            out.println(urls.put("event_bus", Suite.addresses()).encode());
            return;
        }
        suite.urls().forEach((name, url) -> out.printf("%-10s %s%n", name, url));
        out.printf("%-10s %s%n", "event bus", String.join(" ", Suite.addresses()));
    }

    private static int stop(Suite suite) throws Exception {
        Waiting.on(suite.stop());
        return ExitCode.DONE;
    }
}
