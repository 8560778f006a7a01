package dev.atmar.batch;

import dev.atmar.batch.send.Estimate;
import dev.atmar.batch.send.InFlightJournal;
import dev.atmar.batch.send.News;
import dev.atmar.batch.send.Order;
import dev.atmar.batch.send.Sender;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Hands tasks to the sender as it asks for them, and writes what it tells of them. A result is written before it counts,
 * and synced once a second. All on one thread, which may block.
 */
final class Coordinator {
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Handed over at once, and written before the next are handed over. */
    private static final int TOGETHER = 64;

    /** Bodies of tasks that are handed out may fill this part of the heap, but one may always be. */
    private static final long MOST_BYTES = Runtime.getRuntime().maxMemory() / 4;

    private final BatchPlan plan;
    private final BatchFiles files;
    private final InFlightJournal journal;
    private final BlockingQueue<News> news;
    private final BooleanSupplier stopWanted;
    private final Consumer<BatchProgress> watch;
    private final Context loop;
    private final Sender sender;
    private final BatchTally tally;
    private final Hopelessness hopelessness = new Hopelessness();
    private final List<News.Ended> written = new ArrayList<>();

    private long wanted;
    private int out;
    private long outBytes;
    private boolean exhausted;
    private boolean stopping;
    private boolean idle;
    private String stopped;
    private IOException broken;
    private long synced = System.nanoTime();
    private long watched = synced;

    Coordinator(
            Vertx vertx,
            BatchPlan plan,
            BatchFiles files,
            InFlightJournal journal,
            BlockingQueue<News> news,
            BooleanSupplier stopWanted,
            Consumer<BatchProgress> watch) {
        this.plan = plan;
        this.files = files;
        this.journal = journal;
        this.news = news;
        this.stopWanted = stopWanted;
        this.watch = watch;
        this.tally = new BatchTally(plan, files, journal);
        this.loop = vertx.getOrCreateContext();
        this.sender = new Sender(vertx, plan.sending(), journal, news::add);
    }

    /**
     * @throws IOException when the files fail; the sender has stopped then
     */
    BatchReport run() throws IOException, InterruptedException {
        loop.exceptionHandler(bug -> news.offer(new News.Broken(bug)));
        loop.runOnContext(start -> sender.begin());
        while (!idle) {
            take(news.poll(WATCH_NANOS, TimeUnit.NANOSECONDS));
            for (int taken = 1; taken < TOGETHER && !news.isEmpty(); taken++) {
                take(news.poll());
            }
            guarded(this::settle);
            guarded(this::work);
        }
        if (broken != null) {
            throw broken;
        }
        files.sync();
        watch.accept(tally.progress(0, false));
        try {
            return tally.report(stopped, files.finish());
        } catch (IOException e) {
            return tally.report(
                    "every result is in " + plan.files().output() + ", but at the end " + e.getMessage(), null);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Where the files fail, nothing more is sent and nothing more is written. */
    private void guarded(Work work) {
        if (broken != null) {
            return;
        }
        try {
            work.run();
        } catch (IOException e) {
            broken = e;
            stop(Duration.ZERO, null);
        }
    }

    private void work() throws IOException {
        handOut();
        if (stopWanted.getAsBoolean()) {
            stop(plan.drain(), "interrupted");
        } else if (exhausted && out == 0 && !stopping) {
            writeHeldBack();
            stop(Duration.ZERO, null);
        }
        long now = System.nanoTime();
        if (now - synced >= SYNC_NANOS) {
            synced = now;
            files.sync();
        }
        if (now - watched >= WATCH_NANOS) {
            watched = now;
            watch.accept(tally.progress(sender.inFlight(), stopping));
        }
    }

    private void take(News next) {
        if (next instanceof News.Ended ended) {
            guarded(() -> write(ended));
        } else if (next instanceof News.Returned returned) {
            comeBack(returned.order(), !returned.inFlight());
        } else if (next instanceof News.Wanted more) {
            wanted += more.tasks();
        } else if (next instanceof News.Broken bug) {
            throw new IllegalStateException("the sender failed; what is written stays", bug.cause());
        } else if (next instanceof News.Idle) {
            idle = true;
        }
    }

    /** Failures that every task would meet are held back: the tasks are not burnt when the run ends for them. */
    private void write(News.Ended ended) throws IOException {
        if (ended.isHopeless() && !plan.keepGoing()) {
            hopelessness.add(ended);
            comeBack(ended.order(), true);
            ended.written();
            return;
        }
        writeHeldBack();
        files.write(BatchResult.of(ended));
        written.add(ended);
    }

    /** There was no reason to end the run, so these are results like any other. */
    private void writeHeldBack() throws IOException {
        for (News.Ended failed : hopelessness.clear()) {
            files.write(BatchResult.of(failed));
            tally.add(failed);
        }
    }

    /** What was written together counts together. */
    private void settle() throws IOException {
        if (!written.isEmpty()) {
            files.commit();
            written.forEach(this::count);
            written.clear();
        }
        if (hopelessness.isComplete()) {
            stop(plan.drain(), hopelessness.why());
        }
    }

    private void count(News.Ended ended) {
        comeBack(ended.order(), true);
        ended.written();
        tally.add(ended);
    }

    /** A call that was reset keeps its mark in the journal: it is going to be made again. */
    private void comeBack(Order order, boolean unmarked) {
        out--;
        outBytes -= bytes(order.task());
        if (unmarked) {
            journal.release(order.slot());
        }
    }

    private void handOut() throws IOException {
        while (wanted > 0 && !stopping && !exhausted && hasRoom()) {
            List<Order> orders = new ArrayList<>();
            while (orders.size() < Math.min(wanted, TOGETHER) && !exhausted && hasRoom()) {
                BatchTask task = files.next();
                if (task == null) {
                    exhausted = true;
                } else {
                    orders.add(new Order(task, journal.take(), Estimate.of(task.body())));
                    out++;
                    outBytes += bytes(task);
                }
            }
            wanted -= orders.size();
            loop.runOnContext(turn -> sender.add(orders));
        }
    }

    private boolean hasRoom() {
        return out == 0 || outBytes < MOST_BYTES;
    }

    private static long bytes(BatchTask task) {
        return task.body() == null ? 0 : task.body().length();
    }

    private void stop(Duration grace, String why) {
        if (!stopping) {
            stopping = true;
            stopped = why;
            loop.runOnContext(turn -> sender.stop(grace));
        }
    }
}
