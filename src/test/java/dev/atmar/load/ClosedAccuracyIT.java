package dev.atmar.load;

import dev.atmar.bench.exact.KnownLatency;
import dev.atmar.bench.exact.Ranks;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of the closed model, against servers whose latency is known exactly. */
@Tag("alone")
@Tag("once")
class ClosedAccuracyIT {
    private static JsonObject plan(int concurrent, int count) {
        return new JsonObject()
                .put("concurrent", concurrent)
                .put("count", count)
                .put("warmup_ms", 300);
    }

    @Test
    void constantLatency_isEveryPercentile() throws Exception {
        Duration latency = Duration.ofMillis(20);

        Attempts.untilMet(
                () -> Attempt.at(KnownLatency.constant(latency), plan(10, 1000)),
                Figure.response(0.5, latency),
                Figure.response(0.99, latency),
                Figure.service(0.5, latency),
                Figure.service(0.99, latency));
    }

    @Test
    void twoLatenciesByRank_eachPercentileIsTheOneItFallsOn() throws Exception {
        Ranks ranks = Ranks.bimodal(1000, 0.95, Duration.ofMillis(20), Duration.ofMillis(100));

        Attempts.untilMet(
                () -> Attempt.at(ranks, plan(20, 1000)),
                Figure.response(0.5, Duration.ofMillis(20)),
                Figure.response(0.9, Duration.ofMillis(20)),
                Figure.response(0.99, Duration.ofMillis(100)),
                Figure.service(0.99, Duration.ofMillis(100)));
    }

    @Test
    void manyLatenciesByRank_percentilesAreExact() throws Exception {
        Ranks ranks = Ranks.of(1000, p -> Duration.ofNanos(Math.round((10 + 100 * p) * 1e6)));

        Attempts.untilMet(
                () -> Attempt.at(ranks, plan(32, 1000)),
                Figure.response(0.5, ranks.percentile(0.5)),
                Figure.response(0.9, ranks.percentile(0.9)),
                Figure.response(0.99, ranks.percentile(0.99)),
                Figure.service(0.5, ranks.percentile(0.5)));
    }
}
