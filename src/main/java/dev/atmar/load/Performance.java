package dev.atmar.load;

import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;

/** One run on an event loop, for a caller on an ordinary thread. Undeployed before its end, it is cancelled. */
final class Performance extends VerticleBase {
    private final Plan plan;
    private final LoadSettings settings;
    private final Promise<RunResult> result = Promise.promise();
    private Run run;

    Performance(Plan plan, LoadSettings settings) {
        this.plan = plan;
        this.settings = settings;
    }

    /** Never fails once deployed. */
    Future<RunResult> result() {
        return result.future();
    }

    @Override
    public Future<?> start() {
        run = new Run(deploymentID(), vertx, plan, settings, new KeptRuns(settings), progress -> {});
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
