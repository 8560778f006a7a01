package dev.atmar.app;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The original experiment, made again by real verticles over real sockets, without a key and without a network. */
public final class Demo {
    private final Scale scale;
    private final Handler<String> progress;

    /**
     * @param progress told what is being done, on an event loop
     */
    public Demo(Scale scale, Handler<String> progress) {
        this.scale = scale;
        this.progress = progress;
    }

    /** Starts everything, warms it, makes each step, and ends everything. */
    public Future<List<DemoRow>> run() {
        progress.handle("starting simulators, relay, lab and load");
        return DemoStage.open(scale).compose(stage -> Closing.after(new Play(stage).all(), stage::close));
    }

    private final class Play {
        private final DemoStage stage;
        private final List<DemoRow> rows = new ArrayList<>();

        private Play(DemoStage stage) {
            this.stage = stage;
        }

        private Future<List<DemoRow>> all() {
            DemoSteps steps = new DemoSteps(stage, scale);
            return warmUp(steps.warmUps()).compose(warm -> steps(steps.all())).map(done -> rows);
        }

        private Future<?> warmUp(List<JsonObject> plans) {
            progress.handle("warming up");
            Future<?> chain = Future.succeededFuture();
            for (JsonObject plan : plans) {
                chain = chain.compose(before -> stage.load(plan));
            }
            return chain;
        }

        private Future<?> steps(List<DemoStep> steps) {
            Future<?> chain = Future.succeededFuture();
            for (DemoStep step : steps) {
                chain = chain.compose(before -> step(step, steps.size()));
            }
            return chain;
        }

        private Future<?> step(DemoStep step, int steps) {
            progress.handle("step " + (rows.size() + 1) + "/" + steps + ": " + step.name());
            return measure(step).onSuccess(measure -> rows.add(DemoRow.of(step, measure, scale)));
        }

        private Future<DemoMeasure> measure(DemoStep step) {
            if (step.upstream() == null) {
                return stage.load(step.plan())
                        .map(done -> DemoMeasure.ofSleeps(done, scale.of(DemoSteps.SLEEP_MILLIS)));
            }
            return stage.resetStats(step.upstream())
                    .compose(reset -> stage.load(step.plan()))
                    .compose(done -> stage.stats(step.upstream()).map(stats -> DemoMeasure.of(done, stats)));
        }
    }
}
