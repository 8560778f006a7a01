package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What names resolve to: looked up once for all who ask meanwhile, and remembered for a moment. Shared by event loops:
 * one short lock guards the names, and each waiter is completed on its own context.
 */
final class NameCache {
    static final int MAX_NAMES = 1000;

    /** Lookups that run or wait for a thread; one that hangs counts until its thread is back. */
    static final int MAX_LOOKUPS = 1000;

    static final Duration KEPT = Duration.ofSeconds(10);
    static final Duration FAILURE_KEPT = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final WorkerExecutor pool;
    private final Resolver resolver;
    private final long timeoutMillis;
    private final LongSupplier nanoTime;
    private final Object lock = new Object();
    private final Map<String, Lookup> lookups = new LinkedHashMap<>();
    private int running;

    /** Guarded by the lock. Has an outcome before its thread is back when it took too long. */
    private static final class Lookup {
        private final String name;
        private List<Waiter> waiters = new ArrayList<>();
        private Future<List<InetAddress>> outcome;
        private boolean over;
        private long endedAt;

        private Lookup(String name) {
            this.name = name;
        }
    }

    private record Waiter(Context context, Promise<List<InetAddress>> promise) {
        private void complete(Future<List<InetAddress>> outcome) {
            context.runOnContext(turn -> outcome.onComplete(promise));
        }
    }

    /**
     * @param pool whose threads block
     * @param timeoutMillis for one lookup
     * @param nanoTime as {@link System#nanoTime}
     */
    NameCache(Vertx vertx, WorkerExecutor pool, Resolver resolver, long timeoutMillis, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.pool = pool;
        this.resolver = resolver;
        this.timeoutMillis = timeoutMillis;
        this.nanoTime = nanoTime;
    }

    /**
     * All addresses, at least one, in the resolver's order; completes on the calling context. Fails as the resolver, with
     * 504 when it takes too long, and with 503 when too many lookups are under way.
     */
    Future<List<InetAddress>> resolve(String name) {
        Waiter waiter = new Waiter(vertx.getOrCreateContext(), Promise.promise());
        Lookup begun = null;
        synchronized (lock) {
            Lookup lookup = known(name);
            if (lookup == null) {
                if (running >= MAX_LOOKUPS) {
                    return Future.failedFuture(
                            ApiException.busy(503, "overloaded", "too many names are being resolved", 1));
                }
                lookup = begin(name);
                begun = lookup;
            }
            if (lookup.outcome != null) {
                return lookup.outcome;
            }
            lookup.waiters.add(waiter);
        }
        if (begun != null) {
            run(begun);
        }
        return waiter.promise().future();
    }

    /** Called under the lock. */
    private Lookup known(String name) {
        Lookup lookup = lookups.get(name);
        if (lookup != null
                && lookup.over
                && nanoTime.getAsLong() - lookup.endedAt >= kept(lookup).toNanos()) {
            lookups.remove(name);
            return null;
        }
        return lookup;
    }

    private static Duration kept(Lookup lookup) {
        return lookup.outcome.succeeded() ? KEPT : FAILURE_KEPT;
    }

    /** Called under the lock, with less than {@link #MAX_LOOKUPS} under way: when all places are taken, one is over. */
    private Lookup begin(String name) {
        Iterator<Lookup> oldestFirst = lookups.values().iterator();
        while (lookups.size() >= MAX_NAMES && oldestFirst.hasNext()) {
            if (oldestFirst.next().over) {
                oldestFirst.remove();
            }
        }
        Lookup lookup = new Lookup(name);
        lookups.put(name, lookup);
        running++;
        return lookup;
    }

    private void run(Lookup lookup) {
        long timer = vertx.setTimer(timeoutMillis, late -> settle(lookup, Future.failedFuture(tooLate()), false));
        pool.executeBlocking(() -> addresses(lookup), false)
                .onComplete(found -> settle(lookup, detached(found), true))
                .onComplete(done -> vertx.cancelTimer(timer));
    }

    /** What the pool gives belongs to the context that asked first; the outcome is everyone's. */
    private static <T> Future<T> detached(AsyncResult<T> outcome) {
        return outcome.succeeded() ? Future.succeededFuture(outcome.result()) : Future.failedFuture(outcome.cause());
    }

    /** On a thread of the pool; nobody waits any more for what took too long to get there. */
    private List<InetAddress> addresses(Lookup lookup) throws Exception {
        synchronized (lock) {
            if (lookup.outcome != null) {
                throw tooLate();
            }
        }
        return List.of(resolver.resolve(lookup.name));
    }

    private ApiException tooLate() {
        return ApiException.of(
                504, "resolve_timeout", "the host's name did not resolve within " + timeoutMillis + " ms");
    }

    private void settle(Lookup lookup, Future<List<InetAddress>> outcome, boolean over) {
        List<Waiter> waiters;
        synchronized (lock) {
            if (lookup.over) {
                return;
            }
            waiters = lookup.waiters;
            lookup.waiters = List.of();
            lookup.outcome = outcome;
            lookup.over = over;
            if (over) {
                lookup.endedAt = nanoTime.getAsLong();
                running--;
            }
        }
        waiters.forEach(waiter -> waiter.complete(outcome));
    }

    /** Names remembered or under way. */
    int size() {
        synchronized (lock) {
            return lookups.size();
        }
    }
}
