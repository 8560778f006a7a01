package dev.atmar.limit;

import dev.atmar.http.ApiException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The limiters of one relay's accounts. One short lock guards them all, so that a call can stand in several queues and
 * go to whichever account has room first.
 */
public final class Limiters {
    private static final long MOST_RETRY_SECONDS = 8;

    private final Supplier<Loop> here;
    private final LongSupplier clock;
    private final Loop home;
    private final int maxWaiting;
    private final long maxWaitingBytes;
    private final Object lock = new Object();

    /**
     * Its timers live on the context it is made on, which is to last as long as it.
     *
     * @param maxWaiting calls that may wait for one limiter; with 0 none may but those that were sent back
     * @param maxWaitingBytes of the bodies of those calls
     */
    public Limiters(Vertx vertx, int maxWaiting, long maxWaitingBytes) {
        this(() -> new ContextLoop(vertx.getOrCreateContext()), System::nanoTime, maxWaiting, maxWaitingBytes);
    }

    Limiters(Supplier<Loop> here, LongSupplier clock, int maxWaiting, long maxWaitingBytes) {
        this.here = here;
        this.clock = clock;
        this.home = here.get();
        this.maxWaiting = maxWaiting;
        this.maxWaitingBytes = maxWaitingBytes;
    }

    /** A limit that is found by itself. */
    public Limiter auto(String name) {
        return new Limiter(name, AdaptiveLimit.found(), this);
    }

    /**
     * A limit that was told, at least 1. It is never exceeded; a refusal that states a smaller number lowers it, and
     * from there it is found again.
     */
    public Limiter fixed(String name, int limit) {
        return new Limiter(name, AdaptiveLimit.told(limit), this);
    }

    /**
     * A permit of the first limiter that has room, now or later; a wait ends on the calling context. Fails with 429 when
     * every queue is full, with 504 at the deadline, and never gives a permit to a caller that has gone.
     */
    public Future<Permit> acquire(Turn turn) {
        if (turn.cancellation().isCancelled()) {
            return Future.failedFuture(ApiException.callerGone());
        }
        Loop loop = here.get();
        Waiter waiter;
        List<Grant> grants = new ArrayList<>();
        synchronized (lock) {
            long now = now();
            if (turn.deadlineNanos() - now <= 0) {
                return Future.failedFuture(Waiter.tooLate(turn, 0));
            }
            Permit permit = permitNow(turn, now);
            if (permit != null) {
                return Future.succeededFuture(permit);
            }
            List<Limiter> queues = queuesFor(turn);
            if (queues.isEmpty()) {
                return Future.failedFuture(full(turn));
            }
            waiter = new Waiter(turn, loop, now, queues, lock);
            queues.forEach(limiter -> limiter.enter(waiter));
            queues.forEach(limiter -> grants.addAll(limiter.serve(now)));
        }
        grants.forEach(Grant::deliver);
        return waiter.watched();
    }

    private static Permit permitNow(Turn turn, long now) {
        for (Limiter limiter : turn.among()) {
            Permit permit = limiter.permitNow(now);
            if (permit != null) {
                return permit;
            }
        }
        return null;
    }

    private static List<Limiter> queuesFor(Turn turn) {
        List<Limiter> queues = new ArrayList<>(turn.among().size());
        for (Limiter limiter : turn.among()) {
            if (limiter.hasPlaceFor(turn)) {
                queues.add(limiter);
            }
        }
        return queues;
    }

    private static ApiException full(Turn turn) {
        Limiter soonest = turn.among().stream()
                .min(Comparator.comparingLong(Limiter::waitNanos))
                .orElseThrow();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(soonest.waitNanos());
        int retryAfter = (int) Math.max(1, Math.min(MOST_RETRY_SECONDS, seconds));
        return ApiException.busy(429, "queue_full", soonest.name() + ": the queue is full", retryAfter);
    }

    long now() {
        return clock.getAsLong();
    }

    Loop home() {
        return home;
    }

    Object lock() {
        return lock;
    }

    int maxWaiting() {
        return maxWaiting;
    }

    long maxWaitingBytes() {
        return maxWaitingBytes;
    }
}
