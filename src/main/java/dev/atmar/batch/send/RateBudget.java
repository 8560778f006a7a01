package dev.atmar.batch.send;

import java.util.concurrent.TimeUnit;

/**
 * So much a minute, spread evenly: a token bucket of a quarter of a second's worth. What it holds when it is full is
 * taken off the rate, so that no minute sees more than was allowed, wherever it begins. Times are nanoseconds of one
 * clock, passed in.
 */
final class RateBudget {
    private static final double NANOS_PER_MINUTE = TimeUnit.MINUTES.toNanos(1);
    private static final double BURST_MINUTES = 0.25 / 60;

    private final double most;
    private final double perNano;
    private double level;
    private long filledAt;

    /**
     * @param perMinute at least 1
     */
    RateBudget(long perMinute, long now) {
        most = Math.max(1, perMinute * BURST_MINUTES);
        perNano = (perMinute - (most - 1)) / NANOS_PER_MINUTE;
        level = most;
        filledAt = now;
    }

    /** How long until so much may be taken; zero: now. More than the bucket holds may be taken when it is full. */
    long waitNanos(long now, double amount) {
        fill(now);
        double missing = Math.min(amount, most) - level;
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    }

    /** Takes it, into debt if need be. */
    void take(long now, double amount) {
        fill(now);
        level -= amount;
    }

    /** It was less than was taken, or, when it is negative, more. */
    void giveBack(long now, double amount) {
        fill(now);
        level = Math.min(most, level + amount);
    }

    private void fill(long now) {
        level = Math.min(most, level + (now - filledAt) * perNano);
        filledAt = now;
    }
}
