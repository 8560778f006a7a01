package dev.atmar.load.measure;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the time of day was at a {@code System.nanoTime()}: read once, so that times of one run stay as far apart as
 * they are, whatever is done to the machine's clock meanwhile.
 */
public record WallClock(long nanos, long epochMicros) {
    public static WallClock now() {
        return new WallClock(System.nanoTime(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
    }

    /** Microseconds since 1970. */
    public long at(long nanoTime) {
        return epochMicros + Math.floorDiv(nanoTime - nanos, 1000L);
    }

    /**
     * @param from a {@code System.nanoTime()}, as is the other; an end before it makes an empty span
     */
    public Span span(long from, long until) {
        return new Span(at(from), Math.max(at(from), at(until)));
    }
}
