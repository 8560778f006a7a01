package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
    private static JsonObject task(double sent, double end) {
        return new JsonObject().put("sent", sent).put("end", end);
    }

    private static Concurrency of(int tasks, IntFunction<JsonObject> task) {
        return Concurrency.of(IntStream.range(0, tasks).mapToObj(task).toList());
    }

    @Test
    void servedOneByOne_isAStaircase() {
        Concurrency serial = of(30, i -> task(0, 50 * (i + 1)));

        assertThat(serial.isStaircase()).isTrue();
        assertThat(serial.peak()).isEqualTo(30);
        assertThat(serial.finding())
                .isEqualTo(
                        "A staircase: 30 tasks ran one after the other, at most 1 at once, though 30 were in flight. "
                                + "An answer came every 50.0 ms or so, and the last of a line had waited for all before it.");
    }

    @Test
    void servedAtOnce_isABlock() {
        assertThat(of(30, i -> task(0, 5000 + i)).finding())
                .isEqualTo("A block: at most 30 at once, and none waited for another. "
                        + "30 tasks took 5.00 s to 5.03 s each.");
    }

    @Test
    void servedAtOnce_ofTasksThatDiffer_isABlock() {
        assertThat(of(300, i -> task(0, 10_000 + 20 * i)).isBlock()).isTrue();
    }

    @Test
    void servedAtOnce_butSentOverAWhile_isABlock() {
        assertThat(of(30, i -> task(6 * i, 320 + i)).isBlock()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 10})
    void aPool_isSaidToServeAsManyAsItHas(int slots) {
        Concurrency pool = of(30, i -> task(0, 100 * (i / slots + 1)));

        assertThat(pool.isBlock() || pool.isStaircase()).isFalse();
        assertThat(pool.served()).isBetween(slots - 0.1, slots + 0.1);
        assertThat(pool.finding()).contains("as if about " + slots + " ran at once");
    }

    /** Arrivals by themselves, times by themselves: nobody waits for anybody, and nobody is said to. */
    @Test
    void tasksThatDifferByThemselves_areNoLine() {
        Random random = new Random(1);
        Concurrency free = of(300, i -> task(20 * i, 20 * i + 200 + 200 * random.nextDouble()));

        assertThat(free.isBlock() || free.isStaircase()).isFalse();
        assertThat(free.finding()).startsWith("At most ").contains("did not take longer the more there were");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void slotsThatAreAlwaysFull_areALine(int slots) {
        int inFlight = 20;
        Concurrency closed = of(200, i -> {
            double end = 100 * (i / slots + 1);
            return task(i < inFlight ? 0 : 100 * ((i - inFlight) / slots + 1), end);
        });

        assertThat(closed.isStaircase()).isEqualTo(slots == 1);
        assertThat(closed.served()).isBetween(slots - 0.1, slots + 0.1);
        assertThat(closed.finding()).contains(slots == 1 ? "A staircase" : "as if about 4 ran at once");
    }

    @Test
    void sentOneByOne_saysNothingOfTheServer() {
        assertThat(of(5, i -> task(10 * i, 10 * i + 10)).finding())
                .isEqualTo("5 tasks were sent one after the other: at most 1 at once. They took 10.0 ms.");
    }

    @Test
    void one_none_andFailures() {
        assertThat(of(1, i -> task(0, 1234)).finding()).isEqualTo("One task, which took 1.23 s.");
        assertThat(Concurrency.of(List.of()).finding()).isEqualTo("No task succeeded.");
        assertThat(of(3, i -> task(0, 1).put("error", "timeout")).tasks()).isZero();
    }
}
