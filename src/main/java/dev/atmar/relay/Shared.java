package dev.atmar.relay;

import dev.atmar.limit.Gate;
import dev.atmar.relay.account.Accounts;
import dev.atmar.relay.guard.TargetGuard;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What all instances of one relay share: the accounts, the guard, the gates, and the thread and client of the
 * synchronous baseline.
 *
 * @param accounts with their keys and limits
 * @param guard what callers' URLs have to pass
 * @param targets how many calls {@code /atmar/} has in flight
 * @param baseline the one-call gate of {@code /deepseek/}
 * @param baselinePool the thread behind that gate
 * @param baselineClient what that thread calls with
 */
record Shared(
        Accounts accounts,
        TargetGuard guard,
        Gate targets,
        Gate baseline,
        WorkerExecutor baselinePool,
        BlockingClient baselineClient) {
    /**
     * The pools belong to the calling verticle, and end with it.
     *
     * @param relay name of this relay within its Vert.x instance; pools of the same name would be one pool
     */
    static Shared of(Vertx vertx, RelaySettings settings, String relay) {
        int pool = settings.deepseek().pool();
        return new Shared(
                Accounts.of(vertx, settings),
                TargetGuard.of(vertx, settings, relay),
                new Gate("/atmar/", settings.targets().maxInFlight(), 0),
                new Gate("/deepseek/", pool, settings.queueRequests()),
                vertx.createSharedWorkerExecutor(
                        "atmar-deepseek-" + relay, pool, settings.totalMs() + 60_000, TimeUnit.MILLISECONDS),
                new BlockingClient(Duration.ofMillis(settings.connectMs()), settings.maxAnswerBytes()));
    }
}
