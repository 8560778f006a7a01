package dev.atmar.load;

import dev.atmar.bench.exact.Attempts;
import dev.atmar.bench.exact.Figure;
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

    /** Slots that begin together stay together: short latencies, so that one hiccup does not meet one in a hundred. */
    @Test
    void constantLatency_isEveryPercentile() throws Exception {
        Duration latency = Duration.ofMillis(5);

        Attempts.untilMet(
                () -> MeasuredRun.of(KnownLatency.constant(latency), plan(4, 1600)),
                Figure.response("p50", latency),
                Figure.response("p99", latency),
                Figure.service("p50", latency),
                Figure.service("p99", latency));
    }

    @Test
    void twoLatenciesByRank_eachPercentileIsTheOneItFallsOn() throws Exception {
        Ranks ranks = Ranks.bimodal(1000, 0.95, Duration.ofMillis(20), Duration.ofMillis(100));

        Attempts.untilMet(
                () -> MeasuredRun.of(ranks, plan(20, 1000)),
                Figure.response("p50", Duration.ofMillis(20)),
                Figure.response("p90", Duration.ofMillis(20)),
                Figure.response("p99", Duration.ofMillis(100)),
                Figure.service("p99", Duration.ofMillis(100)));
    }

    @Test
    void manyLatenciesByRank_percentilesAreExact() throws Exception {
        Ranks ranks = Ranks.of(1000, p -> Duration.ofNanos(Math.round((10 + 100 * p) * 1e6)));

        Attempts.untilMet(
                () -> MeasuredRun.of(ranks, plan(32, 1000)),
                Figure.response("p50", ranks.percentile(0.5)),
                Figure.response("p90", ranks.percentile(0.9)),
                Figure.response("p99", ranks.percentile(0.99)),
                Figure.service("p50", ranks.percentile(0.5)));
    }
}
