package dev.atmar.simulator;

import io.vertx.core.Vertx;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Processor sharing: up to {@code knee} jobs run at full speed, N more than that run at {@code knee / N} each. Exact, by
 * a virtual time V with {@code dV/dt = min(1, knee / N)}: a job's work is done when V has moved on by it, so that what
 * waits keeps its order whatever N does, and one timer is enough. Who is late gets one action in turn with the others.
 * Belongs to one event loop.
 */
final class SharedCapacity {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Of V, in milliseconds: far below a timer's resolution, far above what adding up doubles loses. */
    private static final double ROUNDING = 1e-6;

    /** After so many actions the event loop gets a turn for its sockets. */
    private static final int MOST_ACTIONS = 500;

    /** Sets timers; a Vert.x, or a test's own time. */
    interface Timers {
        long set(long delayMillis, Runnable action);

        void cancel(long timer);

        static Timers of(Vertx vertx) {
            return new Timers() {
                @Override
                public long set(long delayMillis, Runnable action) {
                    return vertx.setTimer(delayMillis, fired -> action.run());
                }

                @Override
                public void cancel(long timer) {
                    vertx.cancelTimer(timer);
                }
            };
        }
    }

    private final Timers timers;
    private final LongSupplier nanoClock;
    private final TreeSet<Job> waiting =
            new TreeSet<>(Comparator.<Job>comparingDouble(job -> job.turn).thenComparingLong(job -> job.order));
    private int knee;
    private int jobs;
    private long lastOrder;
    private double virtualMillis;
    private long lastNanos;
    private boolean running;
    private boolean alarmSet;
    private long alarm;
    private long alarmNanos;

    /**
     * @param nanoClock as {@link System#nanoTime}
     * @param knee 0: none, every job runs at full speed
     */
    SharedCapacity(Timers timers, LongSupplier nanoClock, int knee) {
        this.timers = timers;
        this.nanoClock = nanoClock;
        this.knee = knee;
        this.lastNanos = nanoClock.getAsLong();
    }

    /** One request's share of the capacity, from {@link #enter} until {@link #leave}. */
    final class Job {
        private double due = virtualMillis;

        /** When it is its turn: when it is due or, when it is late, behind those that are late already. */
        private double turn;

        private long order;
        private Runnable action;
        private boolean left;

        private Job() {}

        /**
         * Runs the action when so much more work is done, counted from where the work before was due, not from when its
         * action ran. Work that is done already runs before this returns, unless an action is running: then after it.
         */
        void after(double workMillis, Runnable next) {
            if (left) {
                return;
            }
            waiting.remove(this);
            due += workMillis;
            turn = Math.max(due, virtualMillis);
            order = ++lastOrder;
            action = next;
            waiting.add(this);
            runWhatIsDue();
        }

        /** The action that waits will not run, and the others go faster. Harmless when repeated. */
        void leave() {
            if (left) {
                return;
            }
            advance();
            left = true;
            waiting.remove(this);
            jobs--;
            setAlarm();
        }
    }

    Job enter() {
        advance();
        jobs++;
        return new Job();
    }

    /** From now on; 0: none. */
    void knee(int next) {
        advance();
        knee = next;
        setAlarm();
    }

    private double rate() {
        return knee == 0 || jobs <= knee ? 1 : (double) knee / jobs;
    }

    private void advance() {
        long now = nanoClock.getAsLong();
        virtualMillis += (now - lastNanos) / NANOS_PER_MILLI * rate();
        lastNanos = now;
    }

    private void runWhatIsDue() {
        if (running) {
            return;
        }
        running = true;
        try {
            advance();
            for (int actions = 0; actions < MOST_ACTIONS && somethingIsDue(); actions++) {
                waiting.pollFirst().action.run();
            }
        } finally {
            running = false;
            setAlarm();
        }
    }

    private boolean somethingIsDue() {
        return !waiting.isEmpty() && waiting.first().turn <= virtualMillis + ROUNDING;
    }

    /** An alarm that is set too early is left alone: it looks, and sets the next. */
    private void setAlarm() {
        if (running) {
            return;
        }
        if (waiting.isEmpty()) {
            cancelAlarm();
            return;
        }
        double millis = (waiting.first().turn - virtualMillis) / rate();
        long delay = Math.max(1, (long) Math.ceil(millis - ROUNDING));
        long at = lastNanos + (long) (delay * NANOS_PER_MILLI);
        if (alarmSet && alarmNanos - at <= 0) {
            return;
        }
        cancelAlarm();
        alarmSet = true;
        alarmNanos = at;
        alarm = timers.set(delay, this::ring);
    }

    private void cancelAlarm() {
        if (alarmSet) {
            alarmSet = false;
            timers.cancel(alarm);
        }
    }

    private void ring() {
        alarmSet = false;
        runWhatIsDue();
    }
}
