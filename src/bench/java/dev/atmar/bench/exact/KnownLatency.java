package dev.atmar.bench.exact;

import java.time.Duration;

/**
 * When the answer to a request leaves: a function of the requests' order and arrivals alone, without a random draw, so
 * that a run's percentiles are known before it. Asked once for each request, in the order in which they arrive.
 */
@FunctionalInterface
public interface KnownLatency {
    /**
     * @param number counts the requests from 0
     * @param arrived nanoseconds since the first request arrived
     * @return when its answer leaves, in nanoseconds since the same moment
     */
    long answerAt(long number, long arrived);

    /** The same for each: every percentile is this latency. */
    static KnownLatency constant(Duration latency) {
        long nanos = latency.toNanos();
        return (number, arrived) -> arrived + nanos;
    }
}
