package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** On virtual time. */
final class RecentPaceTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final RecentPace pace = new RecentPace(0);

    private void steadily(double perSecond, long from, long to) {
        long step = (long) (SECOND / perSecond);
        for (long now = from; now < to; now += step) {
            pace.add(now);
        }
    }

    @Test
    void atTheBeginning_nothingIsSaid() {
        assertThat(pace.perSecond(0)).isEmpty();
        steadily(100, 0, 2 * SECOND);
        assertThat(pace.perSecond(2 * SECOND)).isEmpty();
    }

    @Test
    void aFewResults_areNoPace() {
        steadily(0.1, 0, 40 * SECOND);
        assertThat(pace.perSecond(40 * SECOND)).isEmpty();
    }

    @Test
    void aSteadyPace_isFound() {
        steadily(20, 0, 10 * SECOND);
        assertThat(pace.perSecond(10 * SECOND).orElseThrow()).isCloseTo(20, Percentage.withPercentage(5));
    }

    @Test
    void theLastMinuteCounts_notTheWholeRun() {
        steadily(100, 0, 600 * SECOND);
        steadily(10, 600 * SECOND, 700 * SECOND);
        assertThat(pace.perSecond(700 * SECOND).orElseThrow()).isCloseTo(10, Percentage.withPercentage(5));
    }

    @Test
    void aStandstill_isSeen() {
        steadily(100, 0, 60 * SECOND);
        assertThat(pace.perSecond(90 * SECOND).orElseThrow()).isCloseTo(50, Percentage.withPercentage(5));
        assertThat(pace.perSecond(300 * SECOND)).isEmpty();
    }
}
