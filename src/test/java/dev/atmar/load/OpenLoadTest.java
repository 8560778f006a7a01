package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that are due by a schedule, whatever the server does. */
@ExtendWith(VertxExtension.class)
final class OpenLoadTest {
    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        Waiting.await(vertx.deployVerticle(new LoadVerticle(LoadSettings.of(new JsonObject()))));
    }

    private JsonObject plan(String path, double rate) {
        return new JsonObject()
                .put("url", upstream.url(path))
                .put("params_list", new JsonArray().add(new JsonObject()))
                .put("expect", "status")
                .put("rate", rate);
    }

    private JsonObject run(JsonObject plan) {
        return Waiting.ask(vertx, Addresses.LOAD_RUN, plan);
    }

    private Future<JsonObject> begin(JsonObject plan) {
        return Waiting.request(vertx, Addresses.LOAD_RUN, plan);
    }

    private static JsonObject summary(JsonObject reply) {
        return reply.getJsonObject("summary");
    }

    private static long pacers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("atmar-pacer"))
                .count();
    }

    @Test
    void serverThatDoesNotAnswer_doesNotSlowTheSending() {
        Future<JsonObject> reply = begin(plan("/hold", 200).put("count", 60));
        Waiting.until("all have come, though none was answered", () -> upstream.held() == 60);
        upstream.release(60);

        JsonObject summary = summary(Waiting.await(reply));
        assertThat(summary.getString("model")).isEqualTo("open");
        assertThat(summary.getLong("ok")).isEqualTo(60);
        assertThat(summary.getInteger("peak_in_flight")).isEqualTo(60);
        assertThat(summary.getDouble("target_rate")).isBetween(199.5, 200.5);
    }

    @Test
    void capIsReached_nothingIsDropped_andWhatWaitedCountsFromWhenItWasDue() {
        Future<JsonObject> reply = begin(plan("/hold", 100).put("count", 20).put("max_in_flight", 5));
        Waiting.until("the cap is reached", () -> upstream.held() == 5);
        long begun = System.nanoTime();
        Waiting.until("half a second is over", () -> System.nanoTime() - begun > 500_000_000L);
        upstream.release(20);

        JsonObject summary = summary(Waiting.await(reply));
        assertThat(summary.getLong("ok")).isEqualTo(20);
        assertThat(summary.getInteger("peak_in_flight")).isEqualTo(5);
        assertThat(summary.getLong("not_sent")).isZero();
        assertThat(summary.getJsonObject("response_ms").getDouble("max")).isGreaterThan(400);
        assertThat(summary.getJsonObject("send_lag_ms").getDouble("max")).isGreaterThan(250);
        assertThat(summary.getBoolean("valid")).isFalse();
        assertThat(summary.getJsonArray("invalid_because").encode()).contains("instead of 100.0/s");
    }

    @Test
    void whatWaitedForItsTimeout_isAnErrorOfItsOwn_andTheRunIsInvalid() {
        JsonObject summary = summary(
                run(plan("/never", 100).put("count", 30).put("max_in_flight", 4).put("timeout_ms", 300)));

        JsonObject errors = summary.getJsonObject("errors");
        assertThat(errors.getLong("timeout") + errors.getLong("not_sent")).isEqualTo(30);
        assertThat(errors.getLong("not_sent"))
                .isEqualTo(summary.getLong("not_sent"))
                .isPositive();
        assertThat(summary.getLong("requests")).isEqualTo(30);
        assertThat(summary.getJsonArray("invalid_because").encode()).contains("never sent");
        assertThat(summary.getJsonObject("response_ms").getValue("p99")).isNull();
    }

    @Test
    void warmup_isSentAndNotCounted_andTheDurationBeginsAfterIt() {
        JsonObject summary =
                summary(run(plan("/echo", 100).put("warmup_ms", 200).put("duration_ms", 300)));

        assertThat(summary.getLong("requests")).isEqualTo(30);
        assertThat(summary.getLong("warmup_requests")).isEqualTo(20);
        assertThat(upstream.requests).hasValue(50);
    }

    @Test
    void stages_lastAsLongAsTheySay() {
        JsonArray stages = new JsonArray()
                .add(new JsonObject().put("from", 0).put("to", 100).put("duration_ms", 400))
                .add(new JsonObject().put("from", 50).put("duration_ms", 200));
        JsonObject plan = plan("/echo", 1).put("stages", stages);
        plan.remove("rate");

        assertThat(summary(run(plan)).getLong("requests")).isEqualTo(30);
    }

    @Test
    void tasksOfAList_areSentOnceEach() {
        JsonArray tasks = new JsonArray();
        IntStream.range(0, 12).forEach(n -> tasks.add(new JsonObject().put("n", n)));
        JsonObject reply = run(plan("/echo", 200).put("params_list", tasks));

        assertThat(reply.getJsonArray("results")).hasSize(12);
        assertThat(upstream.bodies).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void cancelledWhileMoreAreDueThanMayBeInFlight_thoseAreCounted() {
        JsonObject plan = plan("/never", 100).put("duration_ms", 60_000).put("max_in_flight", 2);
        String id = Waiting.ask(vertx, Addresses.LOAD_START, plan).getString("id");
        Waiting.until("the cap is reached", () -> upstream.inFlight.get() == 2);
        long begun = System.nanoTime();
        Waiting.until("a third of a second is over", () -> System.nanoTime() - begun > 300_000_000L);
        Waiting.ask(vertx, Addresses.LOAD_CANCEL, new JsonObject().put("id", id));

        JsonObject summary = summary(Waiting.ask(vertx, Addresses.LOAD_RESULT, new JsonObject().put("id", id)));
        assertThat(summary.getBoolean("cancelled")).isTrue();
        assertThat(summary.getJsonObject("errors").getLong("cancelled")).isEqualTo(2);
        assertThat(summary.getLong("not_sent")).isGreaterThan(20);
        Waiting.until("no pacer is left", () -> pacers() == 0);
    }

    @Test
    void cancelledLongAfterThePlansEnd_noMoreAreUnsentThanThePlanHas() {
        assertThat(unsentOfThirty(plan("/never", 100).put("count", 30))).isEqualTo(28);
        assertThat(unsentOfThirty(plan("/never", 100).put("duration_ms", 300))).isEqualTo(28);
        JsonObject warmedUp = plan("/never", 100).put("warmup_ms", 100).put("count", 20);
        assertThat(unsentOfThirty(warmedUp)).isEqualTo(20);
    }

    private long unsentOfThirty(JsonObject plan) {
        int before = upstream.inFlight.get();
        String id = Waiting.ask(vertx, Addresses.LOAD_START, plan.put("max_in_flight", 2))
                .getString("id");
        Waiting.until("the cap is reached", () -> upstream.inFlight.get() == before + 2);
        long begun = System.nanoTime();
        Waiting.until("more than was planned", () -> System.nanoTime() - begun > 500_000_000L);
        JsonObject run = new JsonObject().put("id", id);
        Waiting.ask(vertx, Addresses.LOAD_CANCEL, run);
        Waiting.until("the two are reset", () -> upstream.inFlight.get() == before);
        return summary(Waiting.ask(vertx, Addresses.LOAD_RESULT, run)).getLong("not_sent");
    }

    @Test
    void warmupThatCouldNotBeSent_countsInNoFigure() {
        JsonObject summary = summary(run(plan("/never", 100)
                .put("warmup_ms", 200)
                .put("count", 1)
                .put("max_in_flight", 1)
                .put("timeout_ms", 100)));

        assertThat(summary.getLong("not_sent"))
                .isEqualTo(summary.getJsonObject("errors").getLong("not_sent", 0L))
                .isLessThan(2);
        assertThat(summary.getLong("requests")).isOne();
    }

    @Test
    void runIsOver_itsPacerToo() {
        run(plan("/echo", 100).put("count", 5));

        Waiting.until("no pacer is left", () -> pacers() == 0);
    }

    /** Over all slices each task once, and each by the schedule of the whole. */
    @Test
    void slices_areTogetherThePlan() {
        JsonArray tasks = new JsonArray();
        IntStream.range(0, 20).forEach(n -> tasks.add(new JsonObject().put("n", n)));
        List<String> open = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            JsonObject slice = new JsonObject().put("index", index).put("of", 3);
            open.addAll(ids(plan("/echo", 400)
                    .put("params_list", tasks)
                    .put("arrivals", "poisson")
                    .put("slice", slice)));
            JsonObject plan = plan("/echo", 1)
                    .put("params_list", tasks)
                    .put("slice", slice)
                    .put("concurrent", 4);
            plan.remove("rate");
            closed.addAll(ids(plan));
        }
        assertThat(open).hasSize(20).doesNotHaveDuplicates();
        assertThat(closed).hasSize(20).doesNotHaveDuplicates();
    }

    private List<String> ids(JsonObject plan) {
        return run(plan).getJsonArray("results").stream()
                .map(result -> ((JsonObject) result).getString("task_id"))
                .toList();
    }
}
