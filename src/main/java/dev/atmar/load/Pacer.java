package dev.atmar.load;

import io.vertx.core.Context;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes an event loop at a given time: a thread that parks until then, which is later by a tenth of a millisecond where
 * a timer of the loop's is later by half a one or more. Its thread starts with the first wake that is asked for.
 */
final class Pacer {
    /** Wakes are no closer to each other: what is due within this time is begun together. */
    private static final long CLOSEST_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Context loop;
    private final Runnable turn;
    private final AtomicReference<Long> wake = new AtomicReference<>();
    private final Thread thread = new Thread(this::pace, "atmar-pacer");
    private volatile boolean closed;
    private long last;

    /**
     * @param loop the context that the turns are taken on
     */
    Pacer(Context loop, Runnable turn) {
        this.loop = loop;
        this.turn = turn;
        this.last = System.nanoTime() - CLOSEST_NANOS;
        thread.setDaemon(true);
    }

    /**
     * In place of the wake that was asked for before. On the event loop.
     *
     * @param due a {@code System.nanoTime()}
     */
    void wakeAt(long due) {
        long now = System.nanoTime();
        long soonest = last + CLOSEST_NANOS;
        long time = due - soonest < 0 && soonest - now > 0 ? soonest : due;
        wake.set(time);
        if (thread.getState() == Thread.State.NEW && !closed) {
            thread.start();
        } else {
            LockSupport.unpark(thread);
        }
    }

    private void pace() {
        while (!closed) {
            Long due = wake.get();
            long left = due == null ? Long.MAX_VALUE : due - System.nanoTime();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            } else if (wake.compareAndSet(due, null) && !woken()) {
                return;
            }
        }
    }

    /** False when the loop is no more. */
    private boolean woken() {
        try {
            loop.runOnContext(woken -> turn());
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void turn() {
        if (!closed) {
            last = System.nanoTime();
            turn.run();
        }
    }

    /** Ends the thread; no turn comes any more. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
