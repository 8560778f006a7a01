package dev.atmar.bench.exact;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Latencies by rank: of n requests in a row each has another of n latencies, so that every percentile of them is known
 * without a sampling error. (Of 10,000 random draws from an exponential distribution the p99 has a standard error of
 * 2.2 %.) Their order is shuffled but fixed, and begins again after n: any n in a row will do, whatever a warm-up sent
 * before them.
 */
public final class Ranks implements KnownLatency {
    private static final long SEED = 1;

    private final long[] sorted;
    private final List<Integer> order;

    private Ranks(long[] sorted) {
        this.sorted = sorted;
        this.order = Arrays.asList(IntStream.range(0, sorted.length).boxed().toArray(Integer[]::new));
        Collections.shuffle(order, new Random(SEED));
    }

    /**
     * @param quantile the latency below which a share of all lies, for a share between 0 and 1; must not fall
     */
    public static Ranks of(int n, DoubleFunction<Duration> quantile) {
        return new Ranks(IntStream.range(0, n)
                .mapToLong(rank -> quantile.apply((rank + 0.5) / n).toNanos())
                .toArray());
    }

    /** Two latencies. No percentile that is looked at should lie where the one becomes the other. */
    public static Ranks bimodal(int n, double share, Duration usual, Duration slow) {
        return of(n, p -> p < share ? usual : slow);
    }

    /** As of an exponential distribution, but exact. */
    public static Ranks exponential(int n, Duration least, Duration mean) {
        return of(n, p -> least.plusNanos(Math.round(-Math.log1p(-p) * mean.toNanos())));
    }

    @Override
    public long answerAt(long number, long arrived) {
        return arrived + sorted[order.get((int) (number % sorted.length))];
    }

    /**
     * The smallest latency that is not exceeded by this share of all.
     *
     * @param p between 0 and 1
     */
    public Duration percentile(double p) {
        int rank = (int) Math.ceil(p * sorted.length) - 1;
        return Duration.ofNanos(sorted[Math.max(0, Math.min(sorted.length - 1, rank))]);
    }
}
