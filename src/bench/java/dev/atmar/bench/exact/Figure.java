package dev.atmar.bench.exact;

import java.time.Duration;
import java.util.Map;

/**
 * A percentile in a client's summary whose true value is known.
 *
 * @param times which of the summary's distributions it is of, e.g. {@code response_ms}
 * @param percentile its name there, e.g. {@code p99}
 * @param expected in milliseconds
 * @param allowed how far off it may be, in milliseconds
 * @param rate per second, where requests are due at an even one: then the server's account tells when they were due;
 *     else 0
 */
public record Figure(String times, String percentile, double expected, double allowed, double rate) implements Check {
    private static final Map<String, Double> SHARES = Map.of("p50", 0.5, "p90", 0.9, "p99", 0.99, "p999", 0.999);
    private static final double LEAST_MILLIS = 2;
    private static final String RESPONSE = "response_ms";
    private static final String SERVICE = "service_ms";
    private static final String SEND_LAG = "send_lag_ms";
    private static final double SEND_LAG_ALLOWED_MILLIS = 5;

    /** Of the time from when a request was due, within 2 ms or 1 %, whichever is more. */
    public static Figure response(String percentile, Duration expected) {
        return new Figure(RESPONSE, percentile, millis(expected), usually(expected), 0);
    }

    /** Of the time from when a request was sent, within the same. */
    public static Figure service(String percentile, Duration expected) {
        return new Figure(SERVICE, percentile, millis(expected), usually(expected), 0);
    }

    /** Of the response time, within 2 % of a closed form. */
    public static Figure closedForm(String percentile, Duration expected) {
        return new Figure(RESPONSE, percentile, millis(expected), millis(expected) / 50, 0);
    }

    /** That requests, due at an even rate, leave within 5 ms. */
    public static Figure sendLag(String percentile, double rate) {
        return new Figure(SEND_LAG, percentile, 0, SEND_LAG_ALLOWED_MILLIS, rate);
    }

    /** The same, and known to be of requests that are due at an even rate. */
    public Figure at(double perSecond) {
        return new Figure(times, percentile, expected, allowed, perSecond);
    }

    /** The same, but that it may be that much further off. */
    public Figure within(double share) {
        return new Figure(times, percentile, expected, expected * share, rate);
    }

    /** The share of requests that are at most as slow. */
    public static double share(String percentile) {
        return SHARES.get(percentile);
    }

    private static double usually(Duration expected) {
        return Math.max(LEAST_MILLIS, millis(expected) / 100);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** Not a number when no request succeeded. */
    public double measured(Attempt attempt) {
        Double measured = attempt.summary().getJsonObject(times).getDouble(percentile);
        return measured == null ? Double.NaN : measured;
    }

    /** By the clock of the server. */
    public double served(Attempt attempt) {
        if (times.equals(SEND_LAG)) {
            return attempt.server().arrivalLag(share(percentile), rate);
        }
        return rate > 0 && times.equals(RESPONSE)
                ? attempt.server().response(share(percentile), rate)
                : attempt.server().latency(share(percentile));
    }

    @Override
    public boolean isMetBy(Attempt attempt) {
        return Math.abs(measured(attempt) - expected) <= allowed;
    }

    @Override
    public boolean isServedBy(Attempt attempt) {
        return Math.abs(served(attempt) - expected) <= allowed / 2;
    }

    /**
     * Whether it is what the server saw, but for the longest that a thread was kept waiting; for a third of the figure at
     * most, unless the client itself says that its figures are not to be trusted.
     */
    @Override
    public boolean isMetButForTheMachine(Attempt attempt) {
        boolean trusted = attempt.summary().getBoolean("valid");
        double longest = attempt.machine().max();
        double wait = trusted ? Math.min(longest, Math.max(allowed, expected / 3)) : longest;
        return Math.abs(measured(attempt) - served(attempt)) <= allowed + wait;
    }

    @Override
    public String of(Attempt attempt) {
        return String.format(
                "%s.%s: %.3f (expected: %.3f ± %.3f), by the server's clock %.3f",
                times, percentile, measured(attempt), expected, allowed, served(attempt));
    }
}
