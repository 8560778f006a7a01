package dev.atmar.relay;

import dev.atmar.limit.Gate;
import dev.atmar.relay.watch.Metrics;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What all instances of one relay share: the accounts, the gates, the thread and client of the synchronous
 * baseline, and what is counted.
 *
 * @param accounts with their keys and limits
 * @param targets how many calls {@code /atmar/} has in flight
 * @param baseline the one-call gate of {@code /deepseek/}
 * @param baselinePool the thread behind that gate
 * @param baselineClient what that thread calls with
 * @param metrics what all instances count
 * @param metricsPool the thread that writes them down
 */
record Shared(
        Accounts accounts,
        Gate targets,
        Gate baseline,
        WorkerExecutor baselinePool,
        BlockingClient baselineClient,
        Metrics metrics,
        WorkerExecutor metricsPool) {
    /**
     * The pools belong to the calling verticle, and end with it; the metrics are to be closed. These
     * ask the JVM about itself, which takes too long for an event loop.
     *
     * @param relay name of this relay within its Vert.x instance; pools of the same name would be one pool
     */
    static Future<Shared> of(Vertx vertx, RelaySettings settings, String relay) {
        WorkerExecutor metricsPool = vertx.createSharedWorkerExecutor("atmar-metrics-" + relay, 1);
        return metricsPool
                .executeBlocking(Metrics::new, false)
                .map(metrics -> of(vertx, settings, relay, metrics, metricsPool));
    }

    private static Shared of(
            Vertx vertx, RelaySettings settings, String relay, Metrics metrics, WorkerExecutor metricsPool) {
        Accounts accounts = Accounts.of(settings);
        Gate targets = new Gate("/atmar/", settings.targets().maxInFlight(), 0);
        int pool = settings.deepseek().pool();
        accounts.show(metrics);
        metrics.targets(targets::inFlight);
        return new Shared(
                accounts,
                targets,
                new Gate("/deepseek/", pool, settings.queueRequests()),
                vertx.createSharedWorkerExecutor(
                        "atmar-deepseek-" + relay, pool, settings.totalMs() + 60_000, TimeUnit.MILLISECONDS),
                new BlockingClient(Duration.ofMillis(settings.connectMs()), settings.maxAnswerBytes()),
                metrics,
                metricsPool);
    }
}
