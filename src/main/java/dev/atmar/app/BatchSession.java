package dev.atmar.app;

import dev.atmar.batch.BatchPlan;
import dev.atmar.batch.BatchProgress;
import dev.atmar.batch.BatchReport;
import dev.atmar.batch.BatchRun;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.function.Consumer;

/** A batch in a process of its own, with the event loops it needs; for the command line. */
public final class BatchSession implements AutoCloseable {
    private final Vertx vertx;
    private final BatchRun run;

    private BatchSession(Vertx vertx, BatchRun run) {
        this.vertx = vertx;
        this.run = run;
    }

    /**
     * @param progress told about four times a second, by the thread that calls {@link #run}
     */
    public static BatchSession open(BatchPlan plan, Consumer<BatchProgress> progress) {
        Vertx vertx = Loops.start();
        return new BatchSession(vertx, new BatchRun(vertx, plan, progress));
    }

    /**
     * Blocks until the batch has ended.
     *
     * @throws IOException when its files fail
     */
    public BatchReport run() throws IOException, InterruptedException {
        return run.run();
    }

    /** Ends the run soon; {@link #run} returns its report then. From any thread. */
    public void stop() {
        run.stop();
    }

    /** Its event loops end by themselves. */
    @Override
    public void close() {
        vertx.close();
    }
}
