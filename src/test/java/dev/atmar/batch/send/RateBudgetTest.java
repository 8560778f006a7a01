package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On virtual time. */
final class RateBudgetTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 60, 500, 3_000, 60_000})
    void inNoMinute_areMoreTakenThanAllowed_andHardlyFewer(long perMinute) {
        RateBudget budget = new RateBudget(perMinute, 0);
        Deque<Long> lastMinute = new ArrayDeque<>();
        long most = 0;
        long taken = 0;
        long now = 0;
        while (now < 3 * MINUTE) {
            budget.take(now, 1);
            taken++;
            lastMinute.add(now);
            while (now - lastMinute.peek() >= MINUTE) {
                lastMinute.remove();
            }
            most = Math.max(most, lastMinute.size());
            now += budget.waitNanos(now, 1);
        }
        assertThat(most).isLessThanOrEqualTo(perMinute);
        assertThat(taken).isGreaterThanOrEqualTo((long) (3 * perMinute * 0.99));
    }

    @Test
    void afterAPause_theyAreStillSpreadEvenly() {
        RateBudget budget = new RateBudget(60, 0);
        budget.take(0, 1);

        long later = 30 * SECOND;
        assertThat(budget.waitNanos(later, 1)).isZero();
        budget.take(later, 1);

        assertThat(budget.waitNanos(later, 1)).isBetween(SECOND - 1, SECOND + 1);
    }

    @Test
    void moreThanTheBucketHolds_isTakenIntoDebt_andPaidBack() {
        RateBudget budget = new RateBudget(6_000, 0);

        budget.take(0, 1_000);

        assertThat(budget.waitNanos(0, 1_000)).isBetween(9 * SECOND, 11 * SECOND);
        assertThat(budget.waitNanos(11 * SECOND, 1_000)).isZero();
    }

    @Test
    void whatWasEstimatedTooHigh_isGivenBack_andTooLowIsOwed() {
        RateBudget budget = new RateBudget(6_000, 0);
        budget.take(0, 1_000);

        budget.giveBack(0, 900);
        assertThat(budget.waitNanos(0, 1)).isLessThan(SECOND);

        budget.giveBack(0, -500);
        assertThat(budget.waitNanos(0, 1)).isBetween(4 * SECOND, 7 * SECOND);
    }

    @Test
    void estimatesThatAreCorrected_keepTheRateThatIsReallyUsed() {
        SplittableRandom random = new SplittableRandom(5);
        RateBudget budget = new RateBudget(60_000, 0);
        long now = 0;
        long used = 0;
        while (now < 5 * MINUTE) {
            now += budget.waitNanos(now, 100);
            budget.take(now, 100);
            long really = random.nextLong(50, 400);
            budget.giveBack(now, 100 - really);
            used += really;
        }
        assertThat(used / 5.0).isBetween(59_000.0, 60_500.0);
    }
}
