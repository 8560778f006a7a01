package dev.atmar.bench.exact;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How late this machine lets a thread go on that has nothing to do but park for a millisecond, again and again: the
 * control beside a timing test. Runs until it is asked.
 */
public final class MachineLag {
    private static final long PARK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int DIGITS = 3;

    private final Histogram late = new Histogram(DIGITS);
    private final Thread thread = new Thread(this::watch, "machine-lag");
    private volatile boolean stopped;

    /**
     * What was seen, in milliseconds.
     *
     * @param p99 one wake-up in a hundred was later
     */
    public record Seen(double p50, double p99, double max) {}

    private MachineLag() {}

    public static MachineLag watching() {
        MachineLag lag = new MachineLag();
        lag.thread.setDaemon(true);
        lag.thread.start();
        return lag;
    }

    private void watch() {
        while (!stopped) {
            long due = System.nanoTime() + PARK_NANOS;
            LockSupport.parkNanos(PARK_NANOS);
            late.recordValue(Math.max(0, System.nanoTime() - due));
        }
    }

    /** Ends it; may be called again. */
    public Seen stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return new Seen(
                late.getValueAtPercentile(50) / 1e6, late.getValueAtPercentile(99) / 1e6, late.getMaxValue() / 1e6);
    }
}
