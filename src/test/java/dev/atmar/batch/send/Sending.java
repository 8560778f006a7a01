package dev.atmar.batch.send;

import dev.atmar.batch.BatchTask;
import dev.atmar.load.call.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A sender with a test in the place of the coordinator. */
final class Sending {
    private static final int SLOTS = 5000;

    final BlockingQueue<News> news = new LinkedBlockingQueue<>();
    final InFlightJournal journal;
    private final Context loop;
    private Sender sender;

    private Sending(Vertx vertx, SendOptions options, Path folder) {
        try {
            journal = InFlightJournal.open(folder.resolve("inflight"), SLOTS, task -> false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop = vertx.getOrCreateContext();
        loop.runOnContext(now -> {
            sender = new Sender(vertx, options, journal, news::add);
            sender.begin();
        });
    }

    static Sending begin(Vertx vertx, SendOptions options, Path folder) {
        return new Sending(vertx, options, folder);
    }

    static SendOptions options(SendOptions.Concurrency concurrency, Duration timeout, int retries) {
        return new SendOptions(
                concurrency,
                timeout,
                Duration.ofHours(1),
                retries,
                null,
                null,
                Map.of("authorization", "Bearer sk-a"),
                List.of(),
                1 << 20);
    }

    static SendOptions.Concurrency fixed(int most) {
        return new SendOptions.Concurrency(false, most);
    }

    static SendOptions.Concurrency auto(int most) {
        return new SendOptions.Concurrency(true, most);
    }

    void add(String url, String body, int tasks) {
        Target target = Target.parse("url", url);
        List<Order> orders = new ArrayList<>();
        LongStream.range(0, tasks).forEach(index -> {
            BatchTask task = new BatchTask(index, index + 1, "t" + index, url, target, Buffer.buffer(body));
            orders.add(new Order(task, journal.take(), Estimate.of(task.body())));
        });
        loop.runOnContext(now -> sender.add(orders));
    }

    void stop(Duration grace) {
        loop.runOnContext(now -> sender.stop(grace));
    }

    /** The next of this kind; others are passed over. */
    <T extends News> T next(Class<T> kind) {
        try {
            while (true) {
                News next = news.poll(20, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("no " + kind.getSimpleName());
                }
                if (next instanceof News.Ended ended) {
                    ended.written();
                }
                if (kind.isInstance(next)) {
                    return kind.cast(next);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    <T extends News> List<T> next(int howMany, Class<T> kind) {
        List<T> all = new ArrayList<>();
        while (all.size() < howMany) {
            all.add(next(kind));
        }
        return all;
    }
}
