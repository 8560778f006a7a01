package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However calls and retries come, retries stay below their share. */
final class RetryBudgetTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 20, 33, 100, 250, 1000})
    void overAnyCalls_neverMoreRetriesThanTenAndTheirShare(int percent) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            RetryBudget budget = budget(percent);
            long calls = 0;
            long retries = 0;
            int retriesInTen = random.nextInt(11);
            for (int step = 0; step < 2000; step++) {
                if (random.nextInt(10) >= retriesInTen) {
                    budget.called();
                    calls++;
                } else if (budget.take()) {
                    retries++;
                }
                assertThat(100 * retries).isLessThanOrEqualTo(100 * 10 + calls * percent);
            }
            assertThat(budget.granted()).isEqualTo(retries);
        }
    }

    @ParameterizedTest
    @CsvSource({"20, 1000, 210", "100, 1000, 1010", "0, 1000, 10", "1000, 1000, 1010"})
    void callsThatAllFailOnce_areRetriedAsFarAsTheBudgetGoes(int percent, int calls, int retries) {
        RetryBudget budget = budget(percent);
        int granted = 0;
        for (int call = 0; call < calls; call++) {
            budget.called();
            granted += budget.take() ? 1 : 0;
        }
        assertThat(granted).isEqualTo(Math.min(calls, retries));
        assertThat(budget.granted() + budget.denied()).isEqualTo(calls);
    }

    @Test
    void whatALongQuietTimeEarns_isBounded() {
        RetryBudget budget = budget(20);
        IntStream.range(0, 100_000).forEach(call -> budget.called());
        assertThat(IntStream.range(0, 1000).filter(retry -> budget.take()).count())
                .isEqualTo(RetryBudget.MOST);
        assertThat(budget.denied()).isEqualTo(1000 - RetryBudget.MOST);
    }

    @Test
    void threadsTogether_takeNoMoreThanThereIs() {
        RetryBudget budget = budget(20);
        List<CompletableFuture<Long>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(CompletableFuture.supplyAsync(() -> IntStream.range(0, 10_000)
                    .peek(call -> budget.called())
                    .filter(call -> budget.take())
                    .count()));
        }
        long granted = threads.stream().mapToLong(CompletableFuture::join).sum();
        assertThat(granted).isBetween(8000L, 8010L).isEqualTo(budget.granted());
    }

    private static RetryBudget budget(int percent) {
        return new RetryBudget(percent, new RetryBudget.Totals());
    }
}
