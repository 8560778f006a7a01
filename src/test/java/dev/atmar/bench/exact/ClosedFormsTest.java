package dev.atmar.bench.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The closed forms, held against the very functions by which the servers answer, for arrivals at an even rate. */
class ClosedFormsTest {
    private static Duration percentile(KnownLatency latency, double rate, Duration run, double p) {
        int n = (int) Math.round(rate * run.toNanos() / 1e9);
        long[] latencies = IntStream.range(0, n)
                .mapToLong(number -> {
                    long arrived = Math.round(number * 1e9 / rate);
                    return latency.answerAt(number, arrived) - arrived;
                })
                .sorted()
                .toArray();
        return Duration.ofNanos(latencies[(int) Math.ceil(p * n) - 1]);
    }

    /** Within the time between two requests. */
    private static void assertStall(Duration base, Duration length, Duration run, double p, Duration expected) {
        Stall stall = new Stall(base, run.dividedBy(3), length);
        assertThat(stall.percentile(p, run)).isEqualTo(expected);
        assertThat(percentile(stall, 1000, run, p).toNanos()).isCloseTo(expected.toNanos(), Offset.offset(1_000_000L));
    }

    @Test
    void stallOfOneSecondInSixty() {
        Duration base = Duration.ofMillis(10);
        assertStall(base, Duration.ofSeconds(1), Duration.ofSeconds(60), 0.99, Duration.ofMillis(410));
        assertStall(base, Duration.ofSeconds(1), Duration.ofSeconds(60), 0.999, Duration.ofMillis(950));
        assertStall(base, Duration.ofSeconds(1), Duration.ofSeconds(60), 0.95, base);
    }

    @Test
    void stallOfTwoSecondsInTwenty() {
        Duration base = Duration.ofMillis(200);
        assertStall(base, Duration.ofSeconds(2), Duration.ofSeconds(20), 0.95, Duration.ofMillis(1200));
        assertStall(base, Duration.ofSeconds(2), Duration.ofSeconds(20), 0.99, Duration.ofMillis(2000));
    }

    @Test
    void stall_nothingLeavesInIt_andWhatIsDueInItLeavesAtItsEnd() {
        Stall stall = new Stall(Duration.ofNanos(10), Duration.ofNanos(100), Duration.ofNanos(50));

        assertThat(stall.answerAt(0, 89)).isEqualTo(99);
        assertThat(stall.answerAt(1, 90)).isEqualTo(150);
        assertThat(stall.answerAt(2, 139)).isEqualTo(150);
        assertThat(stall.answerAt(3, 140)).isEqualTo(150);
        assertThat(stall.answerAt(4, 141)).isEqualTo(151);
    }

    @Test
    void capacity_theLineGrowsEvenly() {
        Duration run = Duration.ofSeconds(20);
        for (double p : new double[] {0.5, 0.9, 0.99}) {
            Capacity five = new Capacity(5, Duration.ofMillis(100));
            assertThat(percentile(five, 100, run, p).toNanos())
                    .isCloseTo(five.percentile(p, run, 100).toNanos(), Offset.offset(100_000_000L));
        }
        assertThat(new Capacity(5, Duration.ofMillis(100)).percentile(0.5, run, 100))
                .isEqualTo(Duration.ofMillis(10_100));
    }

    @Test
    void capacity_aFreeSlotServesAtOnce_andTheFirstInLineIsTheNext() {
        Capacity two = new Capacity(2, Duration.ofNanos(10));

        assertThat(two.answerAt(0, 0)).isEqualTo(10);
        assertThat(two.answerAt(1, 4)).isEqualTo(14);
        assertThat(two.answerAt(2, 5)).isEqualTo(20);
        assertThat(two.answerAt(3, 5)).isEqualTo(24);
        assertThat(two.answerAt(4, 100)).isEqualTo(110);
    }

    @Test
    void ranks_ofAnyRunOfThemInARow_eachComesOnce() {
        Ranks ranks = Ranks.of(100, p -> Duration.ofNanos(Math.round(1000 * p)));

        long[] latencies = IntStream.range(37, 137)
                .mapToLong(number -> ranks.answerAt(number, 7) - 7)
                .toArray();

        assertThat(latencies)
                .isNotEqualTo(
                        IntStream.range(0, 100).mapToLong(i -> 5 + 10L * i).toArray());
        assertThat(latencies)
                .containsExactlyInAnyOrder(
                        IntStream.range(0, 100).mapToLong(i -> 5 + 10L * i).toArray());
        assertThat(ranks.percentile(0.5)).isEqualTo(Duration.ofNanos(495));
        assertThat(ranks.percentile(0.99)).isEqualTo(Duration.ofNanos(985));
        assertThat(ranks.percentile(1)).isEqualTo(Duration.ofNanos(995));
    }

    @Test
    void exponentialRanks_haveItsPercentiles() {
        Ranks ranks = Ranks.exponential(10_000, Duration.ofMillis(5), Duration.ofMillis(10));

        assertThat(ranks.percentile(0.99).toNanos() / 1e6).isCloseTo(5 + 10 * Math.log(100), Offset.offset(0.1));
    }

    @Test
    void kolmogorovSmirnov_tellsPoissonFromEvenArrivals() {
        Random random = new Random(1);
        double[] gaps = random.doubles(2000).map(u -> -Math.log1p(-u) / 100).toArray();
        double[] even = IntStream.range(0, 2000).mapToDouble(i -> 0.01).toArray();
        double[] faster = random.doubles(2000).map(u -> -Math.log1p(-u) / 115).toArray();

        assertThat(KolmogorovSmirnov.exponential(gaps, 0.01).passes()).isTrue();
        assertThat(KolmogorovSmirnov.exponential(even, 0.01).passes()).isFalse();
        assertThat(KolmogorovSmirnov.exponential(faster, 0.01).passes()).isFalse();
        assertThat(KolmogorovSmirnov.uniform(new double[] {0.125, 0.375, 0.625, 0.875}, 0, 1)
                        .distance())
                .isEqualTo(0.125);
    }
}
