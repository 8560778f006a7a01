package dev.atmar.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bench.exact.KolmogorovSmirnov;
import dev.atmar.load.plan.Arrivals.Open;
import dev.atmar.load.plan.Arrivals.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
    private static final double NANOS = 1e9;

    private static final int MANY = 20_000;

    private static Schedule of(boolean poisson, long seed, long warmupMillis, Stage... stages) {
        return new Schedule(new Open(List.of(stages), poisson, seed, 1000), warmupMillis);
    }

    private static long[] first(int count, Schedule schedule) {
        return LongStream.generate(schedule::next).limit(count).toArray();
    }

    @Test
    void constantRate_isSpacedExactly_andDoesNotDrift() {
        long[] due = first(1_000_001, of(false, 1, 0, new Stage(300, 300, 0)));

        for (int k = 0; k < due.length; k += 997) {
            assertThat(due[k]).isEqualTo(Math.round(k / 300.0 * NANOS));
        }
        assertThat(due[300_000]).isEqualTo(1_000_000_000_000L);
    }

    @Test
    void ramp_isDueWhenTheRatesIntegralSaysSo() {
        // 0 to 100 in 10 s: k(t) = 5 t^2; then 100/s
        long[] due = first(1001, of(false, 1, 0, new Stage(0, 100, 10_000)));

        assertThat(due[0]).isZero();
        assertThat(due[5]).isEqualTo(1_000_000_000L);
        assertThat(due[125]).isEqualTo(5_000_000_000L);
        assertThat(due[500]).isEqualTo(10_000_000_000L);
        assertThat(due[501]).isEqualTo(10_010_000_000L);
        assertThat(due[1000]).isEqualTo(15_000_000_000L);
    }

    @Test
    void rampDownToNothing_ends() {
        // 100 to 0 in 2 s: 100 requests are due within, and the last one (k = 99) before its end
        Schedule schedule = of(false, 1, 0, new Stage(100, 0, 2000));
        long[] due = first(100, schedule);

        assertThat(due[99]).isLessThan(2_000_000_000L);
        assertThat(schedule.next()).isIn(2_000_000_000L, Schedule.NEVER);
        assertThat(schedule.next()).isEqualTo(Schedule.NEVER);
    }

    @Test
    void steps_followEachOther_andAPauseBetweenThemHasNoRequests() {
        long[] due =
                first(31, of(false, 1, 0, new Stage(10, 10, 1000), new Stage(0, 0, 1000), new Stage(20, 20, 1000)));

        assertThat(due[9]).isEqualTo(900_000_000L);
        assertThat(due[10]).isBetween(1_000_000_000L, 2_000_000_000L);
        assertThat(due[11]).isEqualTo(2_050_000_000L);
        assertThat(due[30]).isEqualTo(3_000_000_000L);
    }

    @Test
    void warmup_goesAtTheFirstRate_andTheStagesBeginAfterIt() {
        long[] due = first(25, of(false, 1, 2000, new Stage(5, 10, 1000)));

        assertThat(due[9]).isEqualTo(1_800_000_000L);
        assertThat(due[10]).isEqualTo(2_000_000_000L);
        assertThat(due[11] - due[10]).isLessThan(200_000_000L);
    }

    @Test
    void poisson_stepsAreExponential() {
        long[] due = first(MANY, of(true, 7, 0, new Stage(50, 50, 0)));
        double[] steps = new double[MANY];
        for (int k = 0; k < MANY; k++) {
            steps[k] = (due[k] - (k == 0 ? 0 : due[k - 1])) / NANOS;
        }

        assertThat(KolmogorovSmirnov.exponential(steps, 1 / 50.0).passes()).isTrue();
    }

    /** Given their number, the times of a Poisson process are distributed as the rate's integral. */
    @Test
    void poissonRamp_timesAreDistributedAsTheRatesIntegral() {
        Schedule schedule = of(true, 7, 0, new Stage(0, 2000, 20_000));
        double[] times = LongStream.generate(schedule::next)
                .takeWhile(due -> due < 20 * NANOS)
                .mapToDouble(due -> due / NANOS)
                .toArray();

        assertThat(times.length).isBetween(19_500, 20_500);
        double[] shares = DoubleStream.of(times).map(time -> time * time / 400).toArray();
        assertThat(KolmogorovSmirnov.uniform(shares, 0, 1).passes()).isTrue();
    }

    /** What the test of above sees where the arrivals are none of a Poisson process. */
    @Test
    void evenSteps_areNoPoissonProcess() {
        double[] steps = new double[MANY];
        Arrays.fill(steps, 1 / 50.0);

        assertThat(KolmogorovSmirnov.exponential(steps, 1 / 50.0).passes()).isFalse();
    }

    @Test
    void sameSeed_givesTheSameArrivals_andAnotherOneOthers() {
        Stage stage = new Stage(50, 50, 0);
        long[] due = first(100, of(true, 7, 0, stage));

        assertThat(first(100, of(true, 7, 0, stage))).isEqualTo(due);
        assertThat(first(100, of(true, 8, 0, stage))).isNotEqualTo(due);
    }
}
