package dev.atmar.load.plan;

import dev.atmar.load.plan.Arrivals.Open;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * When each request of an open load is due, one after the other: fixed before the run, whatever the server does. Evenly
 * spaced, the k-th (from 0) is due when the rate's integral is k; computed each time anew, so that nothing adds up. A
 * Poisson process has exponential steps of mean 1 in that integral, which is exact for a rate that changes, too
 * (Çinlar's inversion).
 */
public final class Schedule {
    /** After the last one. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RateCurve curve;
    private final RateCurve.Cursor cursor = new RateCurve.Cursor();
    private final SplittableRandom random;
    private double due;
    private long taken;

    public Schedule(Open arrivals, long warmupMillis) {
        curve = new RateCurve(arrivals.stages(), warmupMillis / 1e3);
        random = arrivals.poisson() ? new SplittableRandom(arrivals.seed()) : null;
    }

    /** Nanoseconds from the start of the run, never less than the last one's; {@link #NEVER} when there are no more. */
    public long next() {
        due = random == null ? taken : due - Math.log(1 - random.nextDouble());
        taken++;
        double seconds = curve.when(due, cursor);
        return seconds == RateCurve.NEVER ? NEVER : Math.round(seconds * NANOS);
    }

    /** Requests due between two times, nanoseconds from the start; of a Poisson process the mean. */
    public double between(long from, long until) {
        return curve.due(until / NANOS) - curve.due(from / NANOS);
    }
}
