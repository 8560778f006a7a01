package dev.atmar.bench.exact;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The Kolmogorov-Smirnov test: how far the values seen lie from the distribution they should have.
 *
 * @param distance the greatest between the two distribution functions
 * @param n how many values
 */
public record KolmogorovSmirnov(double distance, int n) {
    /** Smirnov's asymptotic quantile for one false alarm in a hundred. */
    private static final double ONE_IN_A_HUNDRED = 1.6276;

    /** Values that should come from an exponential distribution of this mean, as the gaps of a Poisson process do. */
    public static KolmogorovSmirnov exponential(double[] values, double mean) {
        return of(values, value -> -Math.expm1(-value / mean));
    }

    /** Values that should be uniform, as the times of a Poisson process are, given how many there were. */
    public static KolmogorovSmirnov uniform(double[] values, double from, double to) {
        return of(values, value -> Math.min(1, Math.max(0, (value - from) / (to - from))));
    }

    private static KolmogorovSmirnov of(double[] values, DoubleUnaryOperator distribution) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = distribution.applyAsDouble(sorted[i]);
            distance = Math.max(
                    distance, Math.max(expected - (double) i / sorted.length, (i + 1.0) / sorted.length - expected));
        }
        return new KolmogorovSmirnov(distance, sorted.length);
    }

    /** Beyond this distance the values are from elsewhere, but for one case in a hundred. */
    public double allowed() {
        return ONE_IN_A_HUNDRED / Math.sqrt(n);
    }

    public boolean passes() {
        return distance <= allowed();
    }
}
