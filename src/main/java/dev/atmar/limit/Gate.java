package dev.atmar.limit;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A fixed number of permits and, before them, a bounded queue in order of arrival. Shared by event loops: one short
 * lock guards the count and the queue, and each waiter is completed on its own context. A waiter that gives up stays
 * in the queue, marked, until its turn comes or most of the queue is such: to look for it would hold up every loop.
 */
public final class Gate {
    private final String name;
    private final int permits;
    private final int maxWaiting;
    private final Object lock = new Object();
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
    private int waiting;
    private int free;

    /** The right to one call; it must be released once, and releasing it again does nothing. */
    final class Permit {
        private boolean released;

        private Permit() {}

        void release() {
            Waiter next;
            synchronized (lock) {
                if (released) {
                    return;
                }
                released = true;
                next = nextInQueue();
                free += next == null ? 1 : 0;
            }
            if (next != null) {
                next.admit(new Permit());
            }
        }
    }

    private final class Waiter {
        private final Context context;
        private final Promise<Permit> promise = Promise.promise();

        /** Guarded by the lock: it is in the queue and has not given up. */
        private boolean waits = true;

        private Waiter(Context context) {
            this.context = context;
        }

        /** Called on whichever thread released; a waiter that has given up meanwhile hands the permit on. */
        private void admit(Permit permit) {
            context.runOnContext(turn -> {
                if (!promise.tryComplete(permit)) {
                    permit.release();
                }
            });
        }

        /** Called on the waiter's own context; a permit that is on its way is then refused there. */
        private void giveUp(Throwable why) {
            synchronized (lock) {
                if (waits) {
                    waits = false;
                    waiting--;
                    compact();
                }
            }
            promise.tryFail(why);
        }
    }

    /**
     * @param name of what is guarded, for the words of a refusal
     * @param permits calls at once, at least 1
     * @param maxWaiting calls that may wait; one more is refused with 429. With 0 there is no queue, and what is refused
     *     is refused with 503
     */
    public Gate(String name, int permits, int maxWaiting) {
        this.name = name;
        this.permits = permits;
        this.free = permits;
        this.maxWaiting = maxWaiting;
    }

    /**
     * Makes the call as soon as there is a permit, and holds the permit until the call's future ends, however it ends.
     * Fails as {@link #acquire}, or as the call.
     */
    public <T> Future<T> hold(Vertx vertx, Duration maxWait, Cancellation caller, Supplier<Future<T>> call) {
        return acquire(vertx, maxWait, caller).compose(permit -> held(permit, call));
    }

    /** How many there are. */
    public int permits() {
        return permits;
    }

    /** How many permits are held. */
    public int inFlight() {
        synchronized (lock) {
            return permits - free;
        }
    }

    /** How many calls wait for one. */
    public int waiting() {
        synchronized (lock) {
            return waiting;
        }
    }

    private static <T> Future<T> held(Permit permit, Supplier<Future<T>> call) {
        Future<T> called;
        try {
            called = Objects.requireNonNull(call.get());
        } catch (RuntimeException | Error e) {
            permit.release();
            return Future.failedFuture(e);
        }
        return called.onComplete(ended -> permit.release());
    }

    /**
     * A permit now or later; completes on the calling context. Fails with 429 (or 503) when the queue is full, with 504 after
     * {@code maxWait} (at least a millisecond), and never completes with a permit once {@code caller} has gone.
     */
    Future<Permit> acquire(Vertx vertx, Duration maxWait, Cancellation caller) {
        if (caller.isCancelled()) {
            return Future.failedFuture(ApiException.callerGone());
        }
        Waiter waiter = new Waiter(vertx.getOrCreateContext());
        synchronized (lock) {
            if (free > 0) {
                free--;
                return Future.succeededFuture(new Permit());
            }
            if (waiting >= maxWaiting) {
                return Future.failedFuture(full());
            }
            queue.add(waiter);
            waiting++;
        }
        long timer = vertx.setTimer(Math.max(1, maxWait.toMillis()), late -> waiter.giveUp(tooLate(maxWait)));
        caller.onCancel(() -> waiter.giveUp(ApiException.callerGone()));
        return waiter.promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Called under the lock. */
    private Waiter nextInQueue() {
        Waiter next = queue.poll();
        while (next != null && !next.waits) {
            next = queue.poll();
        }
        if (next != null) {
            next.waits = false;
            waiting--;
        }
        return next;
    }

    /** Called under the lock. So much has been added since the last time that each waiter pays for a few steps only. */
    private void compact() {
        if (queue.size() - waiting > waiting) {
            queue.removeIf(waiter -> !waiter.waits);
        }
    }

    private ApiException full() {
        return maxWaiting == 0
                ? ApiException.busy(503, "overloaded", name + ": " + permits + " calls are in flight already", 1)
                : ApiException.busy(429, "queue_full", name + ": " + maxWaiting + " calls wait already", 1);
    }

    private ApiException tooLate(Duration maxWait) {
        return ApiException.of(504, "queue_timeout", name + ": no turn within " + maxWait.toMillis() + " ms");
    }
}
