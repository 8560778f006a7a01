package dev.atmar.batch;

import dev.atmar.batch.send.InFlightJournal;
import dev.atmar.batch.send.News;
import dev.atmar.batch.send.Sender;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * One run of a batch. The thread that calls {@link #run} reads the tasks and writes the results; the calls are made on
 * an event loop. Whatever ends it, the process included, the next run goes on where it was.
 */
public final class BatchRun {
    private static final int WORDS = 16;

    private final Vertx vertx;
    private final BatchPlan plan;
    private final Consumer<BatchProgress> watch;
    private final BlockingQueue<News> news;
    private volatile boolean stopWanted;

    /**
     * @param watch told about four times a second, by the thread that runs the batch
     */
    public BatchRun(Vertx vertx, BatchPlan plan, Consumer<BatchProgress> watch) {
        this.vertx = vertx;
        this.plan = plan;
        this.watch = watch;
        int held = Sender.mostHeld(plan.sending().concurrency());
        this.news = new ArrayBlockingQueue<>(2 * held + WORDS);
    }

    /**
     * Blocks until every task has its result, or the run is stopped.
     *
     * @throws IOException when a result cannot be written, or the input not be read; what was written before is whole
     */
    public BatchReport run() throws IOException, InterruptedException {
        try (BatchFiles files = BatchFiles.open(plan.files())) {
            Path marks = InFlightJournal.beside(plan.files().output());
            int held = Sender.mostHeld(plan.sending().concurrency());
            InFlightJournal journal = InFlightJournal.open(marks, held, files::isFinished);
            Coordinator coordinator = new Coordinator(vertx, plan, files, journal, news, () -> stopWanted, watch);
            BatchReport report = coordinator.run();
            journal.close(report.left() == 0);
            return report;
        }
    }

    /** Begins no more calls, and ends when those in flight have ended or were given up. From any thread. */
    public void stop() {
        stopWanted = true;
        news.offer(new News.Woken());
    }
}
