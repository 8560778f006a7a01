package dev.atmar.relay;

import dev.atmar.settings.RelaySettings;
import java.util.concurrent.TimeUnit;

/**
 * How long a caller waits, counted from the arrival of its request, whatever is tried in that time.
 *
 * @param arrivedNanos {@link System#nanoTime} of the arrival
 * @param totalMillis to the last byte of the answer
 * @param firstByteMillis to the first byte of the answer: the caller's own deadline ({@code X-Stainless-Timeout}) where
 *     it sent one, else as {@code totalMillis}
 */
record Patience(long arrivedNanos, long totalMillis, long firstByteMillis) {
    /** A request that arrives now. */
    static Patience of(long totalMillis) {
        return new Patience(System.nanoTime(), totalMillis, totalMillis);
    }

    /**
     * The same, and its answer must begin in time.
     *
     * @param seconds the header {@code X-Stainless-Timeout}, in which OpenAI's clients tell their own deadline; null, or
     *     anything but a positive number, says nothing
     */
    Patience untilFirstByte(String seconds) {
        if (seconds == null || !seconds.matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return this;
        }
        long millis = Math.round(Double.parseDouble(seconds) * 1000);
        return millis < 1 ? this : new Patience(arrivedNanos, totalMillis, Math.min(totalMillis, millis));
    }

    /** What is left to the last byte, in milliseconds, at least 1. */
    long leftMillis() {
        return left(totalMillis);
    }

    /** What is left to the first byte, in milliseconds, at least 1. */
    long leftToFirstByteMillis() {
        return left(firstByteMillis);
    }

    /** The {@link System#nanoTime} at which waiting for a turn ends. */
    long queueDeadlineNanos(RelaySettings settings) {
        return arrivedNanos + TimeUnit.MILLISECONDS.toNanos(Math.min(settings.queueMs(), firstByteMillis));
    }

    /** Whether a pause of that length leaves time to be answered. */
    boolean outlasts(long millis) {
        return millis < left(firstByteMillis);
    }

    private long left(long millis) {
        return Math.max(1, millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - arrivedNanos));
    }
}
