package dev.atmar.load;

import dev.atmar.load.measure.Latency;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A percentile of the client's whose true value is known.
 *
 * @param p between 0 and 1
 * @param expected in milliseconds
 * @param allowed how far off it may be, in milliseconds
 */
record Figure(String name, double p, ToDoubleFunction<Attempt> measured, double expected, double allowed) {
    private static final Map<Double, ToDoubleFunction<Latency>> PERCENTILES =
            Map.of(0.5, Latency::p50, 0.9, Latency::p90, 0.99, Latency::p99, 0.999, Latency::p999);

    /** Of the response time, within 2 ms or 1 %, whichever is more. */
    static Figure response(double p, Duration expected) {
        return response(p, expected, Math.max(2, millis(expected) / 100));
    }

    static Figure response(double p, Duration expected, double allowed) {
        ToDoubleFunction<Latency> percentile = PERCENTILES.get(p);
        return new Figure(
                "response p" + 100 * p,
                p,
                attempt -> percentile.applyAsDouble(attempt.summary().response()),
                millis(expected),
                allowed);
    }

    /** Of the service time, within 2 ms or 1 %. */
    static Figure service(double p, Duration expected) {
        ToDoubleFunction<Latency> percentile = PERCENTILES.get(p);
        return new Figure(
                "service p" + 100 * p,
                p,
                attempt -> percentile.applyAsDouble(attempt.summary().service()),
                millis(expected),
                Math.max(2, millis(expected) / 100));
    }

    /** Within 2 % of a closed form. */
    static Figure closedForm(double p, Duration expected) {
        return response(p, expected, millis(expected) / 50);
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    boolean isMetBy(Attempt attempt) {
        return Math.abs(measured.applyAsDouble(attempt) - expected) <= allowed;
    }

    /** Whether the server did what it is there for: else the figure says nothing of the client. */
    boolean isServedBy(Attempt attempt) {
        return Math.abs(attempt.server().latency(p) - expected) <= allowed / 2;
    }

    /** Whether it is what the server saw, but for what the machine kept a thread waiting. */
    boolean agreesWithServer(Attempt attempt) {
        double apart =
                Math.abs(measured.applyAsDouble(attempt) - attempt.server().latency(p));
        return apart <= allowed + attempt.machine().max();
    }

    String of(Attempt attempt) {
        return String.format(
                "%s: %.3f (expected: %.3f ± %.3f), by the server's clock %.3f",
                name,
                measured.applyAsDouble(attempt),
                expected,
                allowed,
                attempt.server().latency(p));
    }
}
