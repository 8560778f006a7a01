package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class KneeTest {
    private static long millisOf(TestSimulator simulator, int count, JsonObject question) {
        long begin = System.nanoTime();
        List<Future<?>> answers = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            answers.add(simulator.send(TestSimulator.KEY, question));
        }
        TestSimulator.await(Future.all(answers));
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    @Test
    void atTheKnee_allAreAsFastAsOne_andBeyondItTheyShare(Vertx vertx) {
        TestSimulator simulator =
                new TestSimulator(vertx, new JsonObject().put("latency_ms", 700).put("knee", 50));
        millisOf(simulator, 1, TestSimulator.question());
        long few = millisOf(simulator, 50, TestSimulator.question());
        long many = millisOf(simulator, 300, TestSimulator.question());
        // 300 answers of 700 ms, 50 of them worth of work at a time: 4200 ms at the least, however slow the machine
        assertThat(few).isBetween(700L, 10_000L);
        assertThat(many).isBetween(4200L, 25_000L).isGreaterThan(few);
    }

    @Test
    void streamsShareAsWell(Vertx vertx) {
        TestSimulator simulator =
                new TestSimulator(vertx, new JsonObject().put("latency_ms", 500).put("knee", 5));
        assertThat(millisOf(simulator, 20, TestSimulator.streamed())).isGreaterThanOrEqualTo(1800L);
        assertThat(simulator.stats().getInteger("finished")).isEqualTo(20);
    }

    @Test
    void whoLeaves_givesItsShareToTheOthers(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(
                vertx, new JsonObject().put("latency_ms", 1000).put("knee", 1));
        List<RawClient> leaving = new ArrayList<>();
        for (int index = 0; index < 60; index++) {
            leaving.add(simulator.raw(TestSimulator.question()));
        }
        simulator.statsWhen(stats -> stats.getInteger("inflight") == 60);
        for (RawClient client : leaving) {
            client.close();
        }
        simulator.statsWhenIdle();
        assertThat(millisOf(simulator, 1, TestSimulator.question())).isBetween(1000L, 10_000L);
    }
}
