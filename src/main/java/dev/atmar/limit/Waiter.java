package dev.atmar.limit;

import dev.atmar.http.ApiException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A turn that stands in the queues of one or several limiters, until the first grant takes it out of all of them or it
 * gives up. A grant that meets one that has given up is handed on.
 */
final class Waiter {
    private final Turn turn;
    private final Loop loop;
    private final long sinceNanos;
    private final List<Limiter> queues;
    private final Object lock;
    private final Promise<Permit> promise = Promise.promise();

    /** Guarded by the lock. */
    private boolean waits = true;

    Waiter(Turn turn, Loop loop, long sinceNanos, List<Limiter> queues, Object lock) {
        this.turn = turn;
        this.loop = loop;
        this.sinceNanos = sinceNanos;
        this.queues = queues;
        this.lock = lock;
    }

    /** Fails when the deadline passes or the caller goes, on the loop the turn came from, as whatever else ends it. */
    Future<Permit> watched() {
        Runnable timer = loop.after(turn.deadlineNanos() - sinceNanos, this::late);
        turn.cancellation().onCancel(() -> giveUp(ApiException.callerGone()));
        return promise.future().onComplete(ended -> timer.run());
    }

    private void late() {
        giveUp(tooLate(turn, turn.deadlineNanos() - sinceNanos));
    }

    /** It got no turn in so many nanoseconds. */
    static ApiException tooLate(Turn turn, long waitedNanos) {
        String names = turn.among().stream().map(Limiter::name).collect(Collectors.joining(", "));
        long millis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
        return ApiException.of(504, "queue_timeout", names + ": no turn after " + millis + " ms in the queue");
    }

    private void giveUp(ApiException why) {
        synchronized (lock) {
            if (waits) {
                leave();
            }
        }
        promise.tryFail(why);
    }

    /** Called under the lock: out of all queues. */
    void leave() {
        waits = false;
        queues.forEach(limiter -> limiter.left(this));
    }

    /** Called on whichever thread made room, outside the lock. */
    void admit(Permit permit) {
        loop.run(() -> {
            if (!promise.tryComplete(permit)) {
                permit.ignored();
            }
        });
    }

    /** Called under the lock. */
    boolean waits() {
        return waits;
    }

    Turn turn() {
        return turn;
    }

    long sinceNanos() {
        return sinceNanos;
    }
}
