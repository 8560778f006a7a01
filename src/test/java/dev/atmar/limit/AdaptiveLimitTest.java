package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdaptiveLimitTest {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final OptionalInt SILENT = OptionalInt.empty();

    private final AdaptiveLimit limit = AdaptiveLimit.found();
    private long now = -SECOND;

    @Test
    void startsAtTwenty() {
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void growsNotBeforeAConnectionWasOpened() {
        limit.granted(now, 20);
        limit.grow(now + 60 * SECOND);
        assertThat(limit.limit()).isEqualTo(20);
        assertThat(limit.growsIn(now)).isEqualTo(AdaptiveLimit.NEVER);
    }

    @Test
    void growsNotBeforeItIsFull() {
        limit.connected(MILLI);
        limit.granted(now, 19);
        limit.grow(now + SECOND);
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void growsByAFifthForEveryTickItWasFull() {
        limit.connected(MILLI);
        limit.granted(now, 20);
        assertThat(limit.growsIn(now)).isEqualTo(25 * MILLI);
        limit.grow(now + 25 * MILLI - 1);
        assertThat(limit.limit()).isEqualTo(20);
        limit.grow(now + 25 * MILLI);
        assertThat(limit.limit()).isEqualTo(24);
        limit.grow(now + SECOND);
        assertThat(limit.limit()).as("not filled since").isEqualTo(24);
    }

    @Test
    void threeHundredAreFoundIn16Ticks_tenThousandIn40() {
        limit.connected(MILLI);
        ramp(16);
        assertThat(limit.limit()).isGreaterThan(300);
        ramp(24);
        assertThat(limit.limit()).isGreaterThan(10_000);
    }

    @Test
    void theQuickestConnectionSetsThePace() {
        limit.connected(300 * MILLI);
        limit.connected(80 * MILLI);
        limit.connected(200 * MILLI);
        limit.granted(now, 20);
        assertThat(limit.growsIn(now)).isEqualTo(100 * MILLI);
    }

    @Test
    void theTickCountsFromTheLastSending_ofTheCallsThatFilledIt() {
        limit.connected(MILLI);
        limit.granted(now, 20);
        limit.sent(now + 4 * MILLI, now);
        assertThat(limit.growsIn(now + 4 * MILLI)).isEqualTo(25 * MILLI);
        limit.sent(now + 9 * MILLI, now + 8 * MILLI);
        assertThat(limit.growsIn(now + 9 * MILLI)).isEqualTo(20 * MILLI);
    }

    @Test
    void onConnectionsOfOthers_itGrowsByTheSlowestTick() {
        limit.granted(now, 20);
        limit.sent(now, now);
        assertThat(limit.growsIn(now)).isEqualTo(SECOND);
        limit.connected(MILLI);
        assertThat(limit.growsIn(now)).isEqualTo(25 * MILLI);
    }

    @Test
    void aProcessThatIsSlow_givesRefusalsTime() {
        limit.connected(MILLI);
        limit.granted(now, 20);
        limit.sent(now + 41 * MILLI, now);
        assertThat(limit.growsIn(now + 41 * MILLI)).isEqualTo(60 * MILLI);
        limit.rangLate(80 * MILLI);
        assertThat(limit.growsIn(now + 41 * MILLI)).isEqualTo(120 * MILLI);
        for (int call = 0; call < 100; call++) {
            limit.sent(now + MILLI, now);
        }
        assertThat(limit.growsIn(now + MILLI)).isEqualTo(25 * MILLI);
    }

    @Test
    void theRampEndsAtWhatWasAccepted_howeverManyWereRefused() {
        rampTo39();
        assertThat(limit.limit()).isEqualTo(39);
        assertThat(limit.growsIn(now)).isEqualTo(AdaptiveLimit.NEVER);
    }

    @Test
    void theRampEndsAtTheStatedNumber() {
        limit.connected(MILLI);
        ramp(6);
        limit.refused(now, now, 54, OptionalInt.of(50));
        assertThat(limit.limit()).isEqualTo(50);
        limit.refused(now, now, 53, OptionalInt.of(50));
        assertThat(limit.limit()).isEqualTo(50);
    }

    @Test
    void aProbeComesAfterManyAnswersAtTheLimit() {
        rampTo39();
        answers(99, 39, true);
        assertThat(limit.limit()).isEqualTo(39);
        answers(100, 38, true);
        answers(100, 39, false);
        answers(100, 50, true);
        assertThat(limit.limit()).as("not full, not wanted, overfull").isEqualTo(39);
        answers(1, 39, true);
        assertThat(limit.limit()).isEqualTo(40);
    }

    @Test
    void aRefusedProbeIsTakenBack_andTheNextComesAfterTwiceAsMany() {
        rampTo39();
        answers(100, 39, true);
        refusedProbe();
        assertThat(limit.limit()).isEqualTo(39);
        answers(199, 39, true);
        assertThat(limit.limit()).isEqualTo(39);
        answers(1, 39, true);
        assertThat(limit.limit()).isEqualTo(40);
        refusedProbe();
        answers(200, 39, true);
        assertThat(limit.limit()).as("but not four times").isEqualTo(40);
    }

    @Test
    void anAcceptedProbeLetsTheRampGoOn_inStepsThatDoubleUpToAFifth() {
        rampTo39();
        answers(100, 39, true);
        int[] expected = {42, 46, 54, 64, 76, 91};
        for (int next : expected) {
            ramp(1);
            assertThat(limit.limit()).isEqualTo(next);
        }
    }

    @Test
    void whereItWasBefore_theRampFeelsItsWay() {
        rampTo39();
        answers(1, 39, true);
        refused(38, OptionalInt.of(10));
        answers(50, 10, true);
        assertThat(limit.limit()).isEqualTo(11);
        while (limit.limit() < 39) {
            ramp(1);
        }
        assertThat(limit.limit()).isEqualTo(39);
        ramp(1);
        assertThat(limit.limit()).isEqualTo(40);
    }

    @Test
    void aRefusalOutOfTheBlueTakesOne_anotherSoonAfterAFifth() {
        rampTo39();
        answers(39, 39, true);
        refused(38, SILENT);
        assertThat(limit.limit()).isEqualTo(38);
        refused(37, SILENT);
        assertThat(limit.limit()).isEqualTo(31);
        refused(30, SILENT);
        assertThat(limit.limit()).isEqualTo(25);
    }

    @Test
    void aStatedNumberRaises_unlessOthersUseTheAccount() {
        rampTo39();
        refused(38, OptionalInt.of(45));
        assertThat(limit.limit()).isEqualTo(45);
        answers(45, 45, true);
        refused(20, OptionalInt.of(45));
        assertThat(limit.limit()).as("most of it is used by others").isEqualTo(20);
    }

    @Test
    void aLoneCallThatIsRefused_saysNothing() {
        refused(0, SILENT);
        assertThat(limit.limit()).isEqualTo(20);
    }

    @Test
    void neverBelowOne() {
        for (int round = 0; round < 100; round++) {
            refused(1, SILENT);
        }
        assertThat(limit.limit()).isEqualTo(1);
        refused(0, OptionalInt.of(0));
        assertThat(limit.limit()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 39})
    void whatWasTold_isNeitherExceededNorLoweredForNothing(int number) {
        AdaptiveLimit told = AdaptiveLimit.told(number);
        told.connected(MILLI);
        for (int answer = 0; answer < 10_000; answer++) {
            told.granted(now, number);
            told.answered(number, true);
            told.grow(now += SECOND);
        }
        told.refused(now, now, number - 1, SILENT);
        told.refused(now, now, number - 1, OptionalInt.of(1000));
        assertThat(told.limit()).isEqualTo(number);
    }

    @Test
    void toldMoreThanIsStated_isLoweredAndFoundAgain() {
        AdaptiveLimit told = AdaptiveLimit.told(50);
        told.connected(MILLI);
        told.refused(now, now, 49, OptionalInt.of(39));
        assertThat(told.limit()).isEqualTo(39);
        for (int answer = 0; answer < 400; answer++) {
            told.granted(now, told.limit());
            told.answered(told.limit(), true);
            now += SECOND;
            told.grow(now);
        }
        assertThat(told.limit()).isEqualTo(50);
    }

    /** 20, 24, 28, 33, 39, 46, of which seven are refused. */
    private void rampTo39() {
        limit.connected(MILLI);
        ramp(5);
        limit.granted(now, 46);
        long sent = now;
        now += MILLI;
        for (int left = 45; left >= 39; left--) {
            limit.refused(now++, sent, left, SILENT);
        }
        now += SECOND;
    }

    private void ramp(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            limit.granted(now, limit.limit());
            now += Math.max(25 * MILLI, limit.growsIn(now));
            limit.grow(now);
        }
    }

    private void answers(int count, int inFlight, boolean wanted) {
        for (int answer = 0; answer < count; answer++) {
            limit.answered(inFlight, wanted);
        }
    }

    private void refusedProbe() {
        limit.granted(now, limit.limit());
        refused(limit.limit() - 1, SILENT);
    }

    /** Of a call let go long after the last decrease. */
    private void refused(int inFlight, OptionalInt stated) {
        now += SECOND;
        limit.refused(now + MILLI, now, inFlight, stated);
        now += SECOND;
    }
}
