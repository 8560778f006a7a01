package dev.atmar.bench.exact;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A thread that does things when they are due, to a tenth of a millisecond where the machine lets it: a timer of an
 * event loop is up to one millisecond late by design. What is due at once is done in the order in which it came.
 */
final class Departures implements AutoCloseable {
    /** What waking up and handing over usually takes, so that much earlier is the time to begin. */
    private static final long LEAD_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final DelayQueue<Departure> waiting = new DelayQueue<>();
    private final Thread thread = new Thread(this::depart, "exact-departures");

    private record Departure(long due, long number, Runnable action) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - LEAD_NANOS - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Departure that = (Departure) other;
            int earlier = Long.signum(due - that.due);
            return earlier == 0 ? Long.compare(number, that.number) : earlier;
        }
    }

    Departures() {
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * @param due a {@code System.nanoTime()}
     * @param number decides between those that are due at the same time
     * @param action hands over to whoever does the work, and returns at once
     */
    void at(long due, long number, Runnable action) {
        waiting.add(new Departure(due, number, action));
    }

    private void depart() {
        try {
            while (true) {
                waiting.take().action().run();
            }
        } catch (InterruptedException e) {
            waiting.clear();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
