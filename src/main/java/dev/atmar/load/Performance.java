package dev.atmar.load;

import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.CompletableFuture;

/** One run on an event loop, for a caller on an ordinary thread. Undeployed before its end, it is cancelled. */
final class Performance extends VerticleBase {
    private final Plan plan;
    private final LoadSettings settings;
    private final CompletableFuture<RunResult> result;
    private Run run;

    /**
     * @param result completed on the event loop when the run has ended
     */
    Performance(Plan plan, LoadSettings settings, CompletableFuture<RunResult> result) {
        this.plan = plan;
        this.settings = settings;
        this.result = result;
    }

    @Override
    public Future<?> start() {
        run = new Run(deploymentID(), vertx, plan, settings, progress -> {});
        run.result().onSuccess(result::complete);
        run.begin();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        run.cancel();
        return Future.succeededFuture();
    }
}
