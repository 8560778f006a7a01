package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bench.exact.Attempt;
import dev.atmar.bench.exact.Attempts;
import dev.atmar.bench.exact.Capacity;
import dev.atmar.bench.exact.Figure;
import dev.atmar.bench.exact.KnownLatency;
import dev.atmar.bench.exact.PoissonArrivals;
import dev.atmar.bench.exact.Stall;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of the open model, against servers whose latency has a closed form. */
@Tag("alone")
@Tag("once")
class OpenAccuracyIT {
    private static final Duration WARM_UP = Duration.ofMillis(500);

    private static JsonObject plan(double rate, Duration duration) {
        return new JsonObject()
                .put("rate", rate)
                .put("duration_ms", duration.toMillis())
                .put("warmup_ms", WARM_UP.toMillis())
                .put("max_in_flight", 2000);
    }

    private static CompletableFuture<Attempt> beside(KnownLatency latency, JsonObject plan) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return MeasuredRun.of(latency, plan);
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
    }

    /** At the planned rate, to half a percent; or it says that it was not. */
    private static void assertSentAsPlanned(Attempt attempt, double rate) {
        JsonObject summary = attempt.summary();
        if (summary.getBoolean("valid")) {
            assertThat(summary.getDouble("sent_rate")).isCloseTo(rate, Percentage.withPercentage(0.5));
            assertThat(attempt.server().rate()).isCloseTo(rate, Percentage.withPercentage(2));
        } else {
            assertThat(summary.getJsonArray("invalid_because")).isNotEmpty();
        }
    }

    @Test
    void constantLatency_isEveryPercentile_andTheRateIsKept() throws Exception {
        Duration latency = Duration.ofMillis(20);

        Attempt attempt = Attempts.untilMet(
                () -> MeasuredRun.of(KnownLatency.constant(latency), plan(300, Duration.ofSeconds(3))),
                Figure.response("p50", latency).at(300),
                Figure.response("p99", latency).at(300),
                Figure.service("p99", latency),
                Figure.sendLag("p99", 300));

        assertThat(attempt.summary().getLong("requests")).isEqualTo(900);
        assertSentAsPlanned(attempt, 300);
    }

    /** The slower ones of a stall are counted for as long as it lasts; a client that waits for answers meets four of them. */
    @Test
    void stallOfAQuarterSecond_isSeenWhole_whereTheClosedModelHidesIt() throws Exception {
        Duration run = Duration.ofSeconds(15);
        Duration base = Duration.ofMillis(100);
        double rate = 300;
        Stall stall = new Stall(base, WARM_UP.plus(run.dividedBy(2)), Duration.ofMillis(250));
        CompletableFuture<Attempt> closed = beside(
                stall,
                new JsonObject()
                        .put("concurrent", 4)
                        .put("duration_ms", WARM_UP.plus(run).toMillis()));

        Attempt open = Attempts.untilMet(
                () -> MeasuredRun.of(stall, plan(rate, run)),
                Figure.response("p50", base).at(rate),
                Figure.closedForm("p99", stall.percentile(0.99, run)).at(rate),
                Figure.closedForm("p999", stall.percentile(0.999, run)).at(rate));

        assertSentAsPlanned(open, rate);
        JsonObject hidden = closed.join().summary().getJsonObject("response_ms");
        assertThat(hidden.getDouble("max")).isGreaterThan(200);
        assertThat(hidden.getDouble("p99")).isLessThan(150);
    }

    @Test
    void moreThanTheServerBears_theLineGrowsByTheClosedForm_inTheServerOrInTheClient() throws Exception {
        Duration run = Duration.ofSeconds(4);
        CompletableFuture<Attempt> inTheClient = CompletableFuture.supplyAsync(() -> lineInTheClient(run));
        Duration each = Duration.ofMillis(40);
        double rate = 130;
        Duration half = Capacity.percentile(4, each, 0.5, run, rate);
        Duration most = Capacity.percentile(4, each, 0.99, run, rate);

        Attempts.untilMet(
                () -> MeasuredRun.of(new Capacity(4, each), plan(rate, run).put("warmup_ms", 0)),
                Figure.closedForm("p50", half).at(rate),
                Figure.closedForm("p99", most).at(rate));
        inTheClient.join();
    }

    /**
     * The server takes as long for each as it is said to; what waits, waits in the client, and is counted from when it
     * was due. A slot is taken again a round trip later, which adds up: hence the 5 %.
     */
    private static Attempt lineInTheClient(Duration run) {
        Duration each = Duration.ofMillis(100);
        double rate = 80;
        try {
            return Attempts.untilMet(
                    () -> MeasuredRun.of(
                            KnownLatency.constant(each),
                            plan(rate, run).put("warmup_ms", 0).put("max_in_flight", 5)),
                    Figure.closedForm("p50", Capacity.percentile(5, each, 0.5, run, rate))
                            .within(0.05)
                            .at(rate),
                    Figure.closedForm("p99", Capacity.percentile(5, each, 0.99, run, rate))
                            .within(0.05)
                            .at(rate),
                    Figure.service("p50", each));
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    @Test
    void poissonArrivals_atTheServer_passKolmogorovSmirnov() throws Exception {
        double rate = 100;
        JsonObject plan =
                plan(rate, Duration.ofSeconds(4)).put("arrivals", "poisson").put("seed", 5);

        Attempts.untilMet(
                () -> MeasuredRun.of(KnownLatency.constant(Duration.ofMillis(20)), plan), new PoissonArrivals(rate));
    }
}
