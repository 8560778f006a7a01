package dev.atmar.relay;

import dev.atmar.limit.Gate;
import dev.atmar.limit.Limiter;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.guard.TargetGuard;
import dev.atmar.relay.watch.Metrics;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all instances of one relay share: the accounts, the guard, the gates, the thread and client of the synchronous
 * baseline, and what is counted.
 *
 * @param accounts with their keys and limits
 * @param guard what callers' URLs have to pass
 * @param targets how many calls {@code /atmar/} has in flight
 * @param baseline the one-call gate of {@code /deepseek/}
 * @param baselinePool the thread behind that gate
 * @param baselineClient what that thread calls with
 * @param metrics what all instances count
 * @param metricsPool the thread that writes them down
 */
record Shared(
        Accounts accounts,
        TargetGuard guard,
        Gate targets,
        Gate baseline,
        WorkerExecutor baselinePool,
        BlockingClient baselineClient,
        Metrics metrics,
        WorkerExecutor metricsPool) {
    private static final Logger LOG = LoggerFactory.getLogger(Shared.class);

    /**
     * The pools belong to the calling verticle, and end with it; the metrics are to be closed.
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
        Accounts accounts = Accounts.of(vertx, settings);
        Gate targets = new Gate("/atmar/", settings.targets().maxInFlight(), 0);
        int pool = settings.deepseek().pool();
        metrics.targets(targets::inFlight);
        show(accounts, metrics);
        return new Shared(
                accounts,
                TargetGuard.of(vertx, settings, relay),
                targets,
                new Gate("/deepseek/", pool, settings.queueRequests()),
                vertx.createSharedWorkerExecutor(
                        "atmar-deepseek-" + relay, pool, settings.totalMs() + 60_000, TimeUnit.MILLISECONDS),
                new BlockingClient(Duration.ofMillis(settings.connectMs()), settings.maxAnswerBytes()),
                metrics,
                metricsPool);
    }

    /**
     * Adds the JVM's own numbers to the metrics. The thread that finds them is the one that writes them down, so whoever
     * asks from now on is told of them; nobody waits for them before.
     */
    void watchJvm() {
        metricsPool
                .executeBlocking(
                        () -> {
                            metrics.jvm();
                            return null;
                        },
                        false)
                .onFailure(unknown -> LOG.warn("the JVM's own numbers are not shown", unknown));
    }

    private static void show(Accounts accounts, Metrics metrics) {
        accounts.pooled().forEach(account -> {
            Limiter limiter = account.limiter();
            metrics.account(account.name(), limiter);
            metrics.queueBytes(account.name(), limiter::waitingBytes);
        });
        metrics.account(
                "callers",
                () -> accounts.callers().limit(),
                () -> accounts.callers().inFlight(),
                () -> accounts.callers().waiting());
    }
}
