package dev.atmar.cli;

import dev.atmar.app.LoneSimulator;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** {@code simulate}: a DeepSeek that costs nothing, until a signal. */
@Command(
        name = "simulate",
        description = {
            "Run the simulated DeepSeek until SIGTERM or Ctrl-C.",
            "Its behaviour is the section simulator of the settings, e.g. --set simulator.account_limit=39."
        })
final class SimulateCommand extends AtmarCommand {
    @Override
    public Integer call() throws Exception {
        LoneSimulator simulator = Waiting.on(LoneSimulator.start(settings().simulator()));
        Interrupt.does(() -> stop(simulator));
        print(
                isJson()
                        ? new JsonObject().put("simulator", simulator.url()).encode()
                        : String.format("%-10s %s", "simulator", simulator.url()));
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private static int stop(LoneSimulator simulator) throws Exception {
        Waiting.on(simulator.stop());
        return ExitCode.DONE;
    }
}
