package dev.atmar.batch;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Results a second over the last minute, so that an estimate follows what is now and not what was. Nothing is said of
 * the first seconds, nor of a handful of results. Times are nanoseconds of one clock, passed in.
 */
final class RecentPace {
    private static final int SECONDS = 60;
    private static final double LEAST_SECONDS = 3;
    private static final long LEAST_RESULTS = 5;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long start;
    private final long[] counts = new long[SECONDS];
    private long second;
    private long total;

    RecentPace(long now) {
        this.start = now;
    }

    void add(long now) {
        turnTo(now);
        counts[(int) (second % SECONDS)]++;
        total++;
    }

    /** Empty while it is too early to say. */
    OptionalDouble perSecond(long now) {
        turnTo(now);
        double elapsed = (now - start) / NANOS;
        if (elapsed < LEAST_SECONDS || total < LEAST_RESULTS) {
            return OptionalDouble.empty();
        }
        double since = Math.min(elapsed, SECONDS - 1 + elapsed - Math.floor(elapsed));
        return OptionalDouble.of(total / since);
    }

    /** Seconds that have left the last minute are forgotten. */
    private void turnTo(long now) {
        long current = (long) ((now - start) / NANOS);
        long from = Math.max(second + 1, current - SECONDS + 1);
        if (current - second >= SECONDS) {
            Arrays.fill(counts, 0);
            total = 0;
        }
        for (long passed = from; passed <= current; passed++) {
            total -= counts[(int) (passed % SECONDS)];
            counts[(int) (passed % SECONDS)] = 0;
        }
        second = Math.max(second, current);
    }
}
