package dev.atmar.relay;

import dev.atmar.limit.Gate;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What all instances of one relay share: the accounts, the gates, and the thread of the synchronous baseline.
 *
 * @param accounts with their keys and limits
 * @param targets how many calls {@code /atmar/} has in flight
 * @param baseline the one-call gate of {@code /deepseek/}
 * @param baselinePool the thread behind that gate
 */
record Shared(Accounts accounts, Gate targets, Gate baseline, WorkerExecutor baselinePool) {
    /** The pool belongs to the calling verticle, and ends with it. */
    static Shared of(Vertx vertx, RelaySettings settings) {
        int pool = settings.deepseek().pool();
        return new Shared(
                Accounts.of(settings),
                new Gate("/atmar/", settings.targets().maxInFlight(), 0),
                new Gate("/deepseek/", pool, settings.queueRequests()),
                vertx.createSharedWorkerExecutor(
                        "atmar-deepseek", pool, settings.totalMs() + 60_000, TimeUnit.MILLISECONDS));
    }
}
