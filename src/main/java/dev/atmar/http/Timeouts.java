package dev.atmar.http;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Many waits of one and the same length, behind a single timer. They end in the order in which they began, so a linked
 * list is all the order there is: to begin one and to cancel it takes a few steps, whatever their number, where each
 * timer of Vert.x is an entry in a map and in a heap. Belongs to one event loop.
 */
public final class Timeouts {
    private final Vertx vertx;
    private final long millis;
    private final Timeout ends = new Timeout(() -> {}, 0);
    private boolean ticking;

    /** One wait. */
    public final class Timeout {
        private final Runnable late;
        private final long due;
        private Timeout before = this;
        private Timeout after = this;

        private Timeout(Runnable late, long due) {
            this.late = late;
            this.due = due;
        }

        /** Harmless when it is over. */
        public void cancel() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }

        private void insertBefore(Timeout next) {
            before = next.before;
            after = next;
            before.after = this;
            next.before = this;
        }
    }

    /**
     * @param millis how long each of them lasts, at least 1
     */
    public Timeouts(Vertx vertx, long millis) {
        this.vertx = vertx;
        this.millis = millis;
    }

    /** How long each of them lasts. */
    public long millis() {
        return millis;
    }

    /**
     * Begins one.
     *
     * @param late is run on the event loop, once, when it was not cancelled before
     */
    public Timeout begin(Runnable late) {
        Timeout timeout = new Timeout(late, now() + millis);
        timeout.insertBefore(ends);
        if (!ticking) {
            tickIn(millis);
        }
        return timeout;
    }

    /** Ends the one that has lasted longest, as if its time had come; false: there is none. */
    public boolean endFirst() {
        Timeout first = ends.after;
        if (first == ends) {
            return false;
        }
        first.cancel();
        first.late.run();
        return true;
    }

    private void tickIn(long delay) {
        ticking = true;
        vertx.setTimer(delay, tick -> look());
    }

    /** One that throws keeps nobody else waiting. */
    private void look() {
        try {
            endThoseDue(now());
        } finally {
            goOn();
        }
    }

    /** Those that begin meanwhile start no timer of their own: it would be set for the last of all that wait. */
    private void endThoseDue(long now) {
        while (ends.after != ends && ends.after.due <= now) {
            endFirst();
        }
    }

    /** The timer is not moved when a wait is cancelled: it looks, and goes on to the first that is left. */
    private void goOn() {
        ticking = false;
        if (ends.after != ends) {
            tickIn(Math.max(1, ends.after.due - now()));
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
