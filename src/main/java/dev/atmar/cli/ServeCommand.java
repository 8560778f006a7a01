package dev.atmar.cli;

import dev.atmar.app.Suite;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: runs the suite until a signal, then drains it. */
@Command(
        name = "serve",
        description = {
            "Run relay, lab and load until SIGTERM or Ctrl-C.",
            "Then new requests are answered 503 while those in flight finish (relay.drain_ms, lab.drain_ms)."
        })
final class ServeCommand extends AtmarCommand {
    @Option(names = "--simulate", description = "run the simulated upstream too")
    private boolean simulate;

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        Suite suite = Waiting.on(Suite.start(settings, simulate));
        Interrupt.does(() -> stop(suite));
        print(isJson() ? json(suite) : text(suite));
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private static String json(Suite suite) {
        JsonObject urls = new JsonObject();
        suite.urls().forEach(urls::put);
        return urls.put("event_bus", Suite.addresses()).encode();
    }

    private static String text(Suite suite) {
        StringBuilder text = new StringBuilder();
        suite.urls().forEach((name, url) -> text.append(String.format("%-10s %s%n", name, url)));
        return text.append(String.format("%-10s %s", "event bus", String.join(" ", Suite.addresses())))
                .toString();
    }

    private static int stop(Suite suite) throws Exception {
        return Waiting.on(suite.stop()) ? ExitCode.DONE : ExitCode.FAILED;
    }
}
