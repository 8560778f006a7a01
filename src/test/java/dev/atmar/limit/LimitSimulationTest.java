package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.limit.Simulation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the limit that is found costs, against someone who knows it: all calls offered at once, answers after 13 s ± 3 s,
 * on virtual time. The time is in terms of that of the one who knows; 30 ms of round trip, no number stated, mean of 20
 * seeds, of 3 for the last. The plain rule is the same ramp, and after its first refusal one more per limit's worth of answers:
 *
 * <pre>
 * account bears              calls   time, 429s      plain rule
 * 39                           300   1.00   2.6 %    1.01   4.2 %
 * 39                         2,000   1.00   0.8 %    1.00   2.8 %
 * 200, 39 for 60 s, 200      2,000   1.07   2.5 %    2.25   2.2 %
 * 200, 39 for 30 s, 200      1,500   1.08   3.3 %    2.50   2.9 %
 * 1                            100   1.02  16   %    1.01  54   %
 * 5                          1,000   1.00   2.0 %    1.00  18   %
 * 10,000                    20,000   1.08   2.6 %    1.08   2.6 %
 * </pre>
 */
final class LimitSimulationTest {
    private static final Map<Integer, Integer> FALLS_AND_RISES = Map.of(0, 200, 40, 39, 100, 200);

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 30", "true, 100", "false, 1", "false, 30", "false, 100"})
    void threeHundredForAnAccountThatBears39_allSucceedAlmostAsFastAsItCan(boolean states, double roundTrip) {
        List<Outcome> outcomes = runs(30, 300, 0, Map.of(0, 39), states, roundTrip);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 300);
        assertThat(mean(outcomes, Outcome::seconds)).isLessThan(1.05 * 8 * 13);
        assertThat(most(outcomes, Outcome::seconds)).isLessThan(1.15 * 8 * 13);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(1.07);
        assertThat(most(outcomes, Outcome::refusedShare)).isLessThan(0.03);
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 30", "false, 1", "false, 30"})
    void theLimitFallsAndRisesAgain_bothAreFoundSoon(boolean states, double roundTrip) {
        List<Outcome> outcomes = runs(20, 2000, 0, FALLS_AND_RISES, states, roundTrip);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 2000);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(1.15);
        assertThat(most(outcomes, Outcome::refusedShare)).isLessThan(0.03);
    }

    @ParameterizedTest
    @CsvSource({"1, 100", "5, 1000"})
    void aSmallAccount_isFoundOnce(int bears, int calls) {
        List<Outcome> outcomes = runs(10, calls, 0, Map.of(0, bears), false, 30);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == calls);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(1.07);
        assertThat(most(outcomes, outcome -> outcome.refusedShare() * calls)).isLessThan(20 + calls / 40.0);
    }

    @ParameterizedTest
    @CsvSource({"true, 1, 1.1", "false, 1, 1.1", "true, 30, 1.15", "false, 30, 1.15", "false, 200, 2"})
    void aBigAccount_isFilledWithinItsFirstCalls(boolean states, double roundTrip, double bound) {
        List<Outcome> outcomes = runs(3, 20_000, 0, Map.of(0, 10_000), states, roundTrip);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 20_000);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(bound);
        assertThat(most(outcomes, Outcome::refusedShare)).isLessThan(0.03);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void farAway_moreAreRefusedButAllSucceed(boolean states) {
        List<Outcome> outcomes = runs(20, 2000, 0, FALLS_AND_RISES, states, 200);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 2000);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(1.25);
        assertThat(most(outcomes, Outcome::refusedShare)).isLessThan(0.06);
    }

    @ParameterizedTest
    @CsvSource({"1", "30", "200"})
    void toldMoreThanItBears_theStatedNumberIsKeptTo(double roundTrip) {
        List<Outcome> outcomes = runs(10, 300, 50, Map.of(0, 39), true, roundTrip);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 300);
        assertThat(most(outcomes, Outcome::stretch)).isLessThan(1.07);
        assertThat(most(outcomes, outcome -> outcome.refusedShare() * 300)).isLessThan(20);
    }

    @ParameterizedTest
    @CsvSource({"1", "30", "200"})
    void toldWhatItBears_nothingIsRefused(double roundTrip) {
        List<Outcome> outcomes = runs(10, 300, 39, Map.of(0, 39), false, roundTrip);
        assertThat(outcomes).allMatch(outcome -> outcome.succeeded() == 300);
        assertThat(most(outcomes, Outcome::refusedShare)).isZero();
    }

    private static List<Outcome> runs(
            int seeds, int calls, int told, Map<Integer, Integer> limits, boolean states, double roundTripMillis) {
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            Simulation simulation = new Simulation(told, limits, states, roundTripMillis, seed);
            outcomes.add(simulation.offer(calls, seed));
            assertThat(simulation.limiter().inFlight()).isZero();
            assertThat(simulation.limiter().waiting()).isZero();
            assertThat(simulation.limiter().waitingBytes()).isZero();
        }
        return outcomes;
    }

    private static double most(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().mapToDouble(figure).max().orElseThrow();
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> figure) {
        return outcomes.stream().mapToDouble(figure).average().orElseThrow();
    }
}
