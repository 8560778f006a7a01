package dev.atmar.bench.exact;

/**
 * That requests reach the server as a Poisson process: the gaps between their arrivals, by the server's clock, pass the
 * Kolmogorov-Smirnov test against the exponential distribution. Arrivals at an even rate are 0.63 away from it.
 *
 * @param rate per second
 */
public record PoissonArrivals(double rate) implements Check {
    private static final double MOST_EXCUSED = 0.2;

    public KolmogorovSmirnov test(Attempt attempt) {
        return KolmogorovSmirnov.exponential(attempt.server().gaps(), 1 / rate);
    }

    @Override
    public boolean isMetBy(Attempt attempt) {
        return test(attempt).passes();
    }

    /** It has no part in when requests are sent. */
    @Override
    public boolean isServedBy(Attempt attempt) {
        return true;
    }

    /** A thread that is kept waiting moves arrivals, and the distance by that share of a gap. */
    @Override
    public boolean isMetButForTheMachine(Attempt attempt) {
        KolmogorovSmirnov test = test(attempt);
        double moved = attempt.machine().p99() / 1000 * rate;
        return test.distance() <= test.allowed() + Math.min(moved, MOST_EXCUSED);
    }

    @Override
    public String of(Attempt attempt) {
        KolmogorovSmirnov test = test(attempt);
        return String.format(
                "gaps of Poisson arrivals: %.4f (expected: at most %.4f)", test.distance(), test.allowed());
    }
}
