package dev.atmar.relay.watch;

import java.time.Duration;
import java.util.stream.LongStream;

/** The upper bounds of the histograms' buckets. */
final class Buckets {
    /** From an answer at once to the longest call there may be. */
    static final Duration[] REQUEST = millis(
            5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000,
            600_000, 1_800_000);

    static final Duration[] OVERHEAD = micros(
            50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000);

    static final Duration[] QUEUE =
            millis(1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000);

    private Buckets() {}

    private static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    private static Duration[] micros(long... bounds) {
        return LongStream.of(bounds)
                .mapToObj(micros -> Duration.ofNanos(micros * 1_000))
                .toArray(Duration[]::new);
    }
}
