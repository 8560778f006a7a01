package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(VertxExtension.class)
class ComparisonVerticleTest {
    private static Future<Message<JsonObject>> ask(Vertx vertx, Object message) {
        return vertx.eventBus().request(Addresses.LAB_RUN, message, new DeliveryOptions().setSendTimeout(60_000));
    }

    private static ReplyException refusal(Future<?> answer) {
        Throwable failure = Lab.done(answer.transform(done -> Future.succeededFuture(done.cause())));
        assertThat(failure).isInstanceOf(ReplyException.class);
        return (ReplyException) failure;
    }

    private static JsonObject message(String way, long ms) {
        return new JsonObject()
                .put("ways", new JsonArray().add(way))
                .put("concurrent", 4)
                .put("ms", ms);
    }

    @Test
    void aMessage_isAnsweredWithTheRows(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            Lab.done(vertx.deployVerticle(new ComparisonVerticle(lab.settings, lab.url())));
            JsonArray rows = Lab.done(ask(vertx, message("async", 200))).body().getJsonArray("rows");
            assertThat(rows).hasSize(1);
            assertThat(rows.getJsonObject(0).getString("way")).isEqualTo("async");
            assertThat(rows.getJsonObject(0).getInteger("ran_at_once")).isEqualTo(4);
        }
    }

    @Test
    void deployedByConfig_findsTheLabAtItsHostAndPort(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            JsonObject config = new JsonObject().put("port", lab.verticle.port());
            Lab.done(vertx.deployVerticle(new ComparisonVerticle(), new DeploymentOptions().setConfig(config)));
            assertThat(Lab.done(ask(vertx, message("async", 1))).body().getJsonArray("rows"))
                    .hasSize(1);
        }
    }

    @Test
    void anotherComparisonMeanwhile_isRefused_andServedAfterwards(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            Lab.done(vertx.deployVerticle(new ComparisonVerticle(lab.settings, lab.url())));
            Future<?> first = ask(vertx, message("async", 2000));
            assertThat(refusal(ask(vertx, message("async", 1))).failureCode()).isEqualTo(429);
            Lab.done(first);
            assertThat(Lab.done(ask(vertx, message("async", 1))).body().getJsonArray("rows"))
                    .hasSize(1);
        }
    }

    @Test
    void undeployedMeanwhile_failsTheComparison(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            String id = Lab.done(vertx.deployVerticle(new ComparisonVerticle(lab.settings, lab.url())));
            Future<?> running = ask(vertx, message("async", 30_000));
            Lab.until("the volley", () -> Lab.running(lab.get("/sleep/async?ms=1")) == 5);
            Lab.done(vertx.undeploy(id));
            assertThat(refusal(running).failureCode()).isBetween(400, 599);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"concurrent": 0}        | concurrent
                    {"concurrent": 10001}    | concurrent
                    {"concurrent": "30"}     | concurrent
                    {"concurrent": 1.5}      | concurrent
                    {"concurrent": 4294967297} | concurrent
                    {"ms": 0}                | ms
                    {"ms": 60001}            | ms
                    {"ms": 1001}             | ms
                    {"ways": "async"}        | ways
                    {"ways": []}             | ways
                    {"ways": ["magic"]}      | ways
                    {"ways": [null]}         | ways
                    {"way": ["async"]}       | way
                    """)
    void whatCannotBeCompared_isRefusedNamingTheField(String message, String field, Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("sleep_ms", 1).put("max_sleep_ms", 1000))) {
            Lab.done(vertx.deployVerticle(new ComparisonVerticle(lab.settings, lab.url())));
            ReplyException refusal = refusal(ask(vertx, new JsonObject(message)));
            assertThat(refusal.failureCode()).isEqualTo(400);
            assertThat(refusal.getMessage()).startsWith(field + ":");
        }
    }

    @Test
    void aMessageThatIsNoObject_isRefused(Vertx vertx) {
        Lab.done(vertx.deployVerticle(new ComparisonVerticle(), new DeploymentOptions()));
        assertThat(refusal(ask(vertx, "all of them")).failureCode()).isEqualTo(400);
        assertThat(refusal(ask(vertx, null)).failureCode()).isEqualTo(400);
    }
}
