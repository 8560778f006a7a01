package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoadRunTest {
    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        LoadSettings small = LoadSettings.of(new JsonObject().put("kept_results", 10));
        Waiting.await(vertx.deployVerticle(new LoadVerticle(small)));
    }

    private JsonObject plan(String path, int tasks) {
        JsonArray params = new JsonArray();
        IntStream.range(0, tasks).forEach(n -> params.add(new JsonObject().put("n", n)));
        return new JsonObject().put("url", upstream.url(path)).put("params_list", params);
    }

    private JsonObject run(JsonObject plan) {
        return Waiting.ask(vertx, Addresses.LOAD_RUN, plan);
    }

    private static List<JsonObject> results(JsonObject reply) {
        return reply.getJsonArray("results").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    @Test
    void answersComeInAnyOrder_resultsAreInTheOrderOfTheTasks() {
        Future<JsonObject> reply =
                Waiting.request(vertx, Addresses.LOAD_RUN, plan("/hold", 3).put("concurrent", 3));
        upstream.release(3);

        List<JsonObject> results = results(Waiting.await(reply));

        assertThat(results)
                .extracting(result -> result.getString("task_id"))
                .containsExactly("task_00000", "task_00001", "task_00002");
        assertThat(results)
                .extracting(result -> result.getJsonObject("result").getInteger("n"))
                .containsExactly(0, 1, 2);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getInteger("status")).isEqualTo(200);
            assertThat(result.getDouble("ms")).isPositive();
        });
    }

    @Test
    void concurrencyIsHeld_andUsedUp() {
        JsonObject summary = run(plan("/late", 40).put("concurrent", 7)).getJsonObject("summary");

        assertThat(upstream.peak).hasValue(7);
        assertThat(summary.getInteger("peak_in_flight")).isEqualTo(7);
        assertThat(summary.getInteger("requests")).isEqualTo(40);
        assertThat(summary.getInteger("ok")).isEqualTo(40);
        assertThat(summary.getJsonObject("service_ms").getDouble("p50")).isGreaterThanOrEqualTo(19);
        assertThat(summary.getJsonObject("response_ms").getDouble("max"))
                .isGreaterThanOrEqualTo(summary.getJsonObject("service_ms").getDouble("p50"));
        assertThat(summary.getDouble("rate")).isPositive();
        Waiting.until("the connections are closed", () -> upstream.connections.get() == 0);
    }

    @Test
    void whatIsSent_isJsonWithThePlansHeaders() {
        run(plan("/echo", 1).put("headers", new JsonObject().put("x-key", "secret")));

        assertThat(upstream.heads.get(0).getHeader("x-key")).isEqualTo("secret");
        assertThat(upstream.heads.get(0).getHeader("content-type")).isEqualTo("application/json");
        assertThat(upstream.heads.get(0).getHeader("accept-encoding")).isEqualTo("identity");
        assertThat(upstream.bodies).containsExactly("{\"n\":0}");
    }

    @Test
    void getWithoutBody_sendsNone() {
        JsonObject plan = new JsonObject()
                .put("url", upstream.url("/echo"))
                .put("method", "GET")
                .put("expect", "status");

        assertThat(results(run(plan)).get(0).getInteger("status")).isEqualTo(200);
        assertThat(upstream.bodies).containsExactly("");
        assertThat(upstream.heads.get(0).method().name()).isEqualTo("GET");
    }

    @Test
    void aBodyOfText_isSentAsItIs() {
        JsonObject plan = new JsonObject().put("url", upstream.url("/echo")).put("body", " [1] ");

        assertThat(results(run(plan)).get(0).getJsonArray("result")).isEqualTo(new JsonArray().add(1));
        assertThat(upstream.bodies).containsExactly(" [1] ");
    }

    @Test
    void count_sendsTheTasksInTurn() {
        JsonObject reply = run(plan("/echo", 3).put("count", 8));

        assertThat(results(reply))
                .extracting(result -> result.getJsonObject("result").getInteger("n"))
                .containsExactly(0, 1, 2, 0, 1, 2, 0, 1);
        assertThat(upstream.requests).hasValue(8);
    }

    @Test
    void duration_sendsUntilItIsOver() {
        JsonObject summary = run(plan("/echo", 2).put("duration_ms", 300)).getJsonObject("summary");

        assertThat(summary.getDouble("elapsed_ms")).isGreaterThan(200);
        assertThat(summary.getInteger("requests")).isGreaterThan(2).isEqualTo(upstream.requests.get());
    }

    @Test
    void warmup_comesOnTopAndIsNotSummedUp() {
        JsonObject summary =
                run(plan("/late", 1).put("count", 20).put("warmup_ms", 200)).getJsonObject("summary");

        assertThat(summary.getInteger("requests")).isEqualTo(20);
        assertThat(summary.getInteger("warmup_requests")).isPositive();
        assertThat(summary.getInteger("warmup_requests") + 20).isEqualTo(upstream.requests.get());
        assertThat(summary.getDouble("elapsed_ms")).isPositive();
    }

    @Test
    void everythingIsWarmup_theSummaryIsEmptyAndWhole() {
        JsonObject summary = run(plan("/echo", 2).put("warmup_ms", 60_000)).getJsonObject("summary");

        assertThat(summary.getInteger("requests")).isZero();
        assertThat(summary.getInteger("warmup_requests")).isEqualTo(2);
        assertThat(summary.getJsonObject("response_ms").getValue("p50")).isNull();
        assertThat(summary.getDouble("rate")).isZero();
    }

    @Test
    void moreTasksThanResultsAreKept_eachStillHasAResult() {
        JsonObject reply = run(plan("/echo", 12));

        List<JsonObject> results = results(reply);
        assertThat(results).hasSize(12);
        assertThat(results.get(9).containsKey("result")).isTrue();
        assertThat(results.get(10).getBoolean("result_omitted")).isTrue();
        assertThat(results.get(11).containsKey("result")).isFalse();
        assertThat(results.get(11).getInteger("status")).isEqualTo(200);
        assertThat(reply.getJsonObject("summary").getInteger("results_not_kept"))
                .isEqualTo(2);
    }

    @Test
    void repeatedMoreOftenThanResultsAreKept_theListEndsThere() {
        JsonObject reply = run(plan("/echo", 1).put("count", 50));

        assertThat(results(reply)).hasSize(10);
        assertThat(reply.getJsonObject("summary").getInteger("requests")).isEqualTo(50);
        assertThat(reply.getJsonObject("summary").getInteger("results_not_kept"))
                .isEqualTo(40);
    }

    @Test
    void resultsNotWanted_onlyTheSummaryComes() {
        JsonObject reply = run(plan("/echo", 5).put("keep_results", false));

        assertThat(results(reply)).isEmpty();
        assertThat(reply.getJsonObject("summary").getInteger("ok")).isEqualTo(5);
    }

    @Test
    void noTasks_endsAtOnce() {
        JsonObject reply = run(plan("/echo", 0));

        assertThat(results(reply)).isEmpty();
        assertThat(reply.getJsonObject("summary").getInteger("requests")).isZero();
        assertThat(reply.getJsonObject("summary").getBoolean("valid")).isTrue();
    }

    @Test
    void aThousandAtOnce_eachHasItsConnection() {
        Future<JsonObject> reply = Waiting.request(
                vertx,
                Addresses.LOAD_RUN,
                plan("/hold", 1000).put("concurrent", 1000).put("expect", "status"));
        Waiting.until("all are in flight", () -> upstream.held() == 1000);
        assertThat(upstream.connections).hasValue(1000);
        upstream.release(1000);

        assertThat(Waiting.await(reply).getJsonObject("summary").getInteger("ok"))
                .isEqualTo(1000);
        Waiting.until("the connections are closed", () -> upstream.connections.get() == 0);
    }
}
