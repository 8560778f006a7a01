package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.bus.Addresses;
import dev.atmar.http.ApiException;
import dev.atmar.settings.LabSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
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

    @Test
    void aSleepAsLongAsTheLabsSettingAllows_canBeCompared() {
        LabSettings patient = LabSettings.of(new JsonObject().put("max_sleep_ms", 300_000));
        LabSettings quick = LabSettings.of(new JsonObject().put("sleep_ms", 1).put("max_sleep_ms", 1000));
        assertThat(ComparisonRequest.of(message("async", 300_000), patient).ms())
                .isEqualTo(300_000);
        assertThat(ComparisonRequest.of(new JsonObject(), quick).ms()).isEqualTo(1000);
    }

    @Test
    void aSleepLongerThanTheLabAllows_isRefusedWhereItsSettingsAreKnown() {
        LabSettings lab = LabSettings.of(new JsonObject());
        ComparisonRequest tooLong = new ComparisonRequest(List.of(Way.ASYNC), 1, 60_001);

        assertThatThrownBy(() -> tooLong.within(lab))
                .isInstanceOf(ApiException.class)
                .hasMessage("ms: value: 60001 (expected: 1 to 60000)");
    }

    @Test
    void aSleepLongerThanALabElsewhereAllows_isRefusedByThatLab(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            ComparisonRequest forever = new ComparisonRequest(List.of(Way.ASYNC), 2, Long.MAX_VALUE);
            JsonObject row = Lab.done(new Comparison(vertx, lab.url()).run(forever, each -> {}))
                    .getJsonArray("rows")
                    .getJsonObject(0);
            assertThat(row.getJsonObject("errors")).isEqualTo(new JsonObject().put("http_400", 2));
        }
    }

    @Test
    void aLabOnAnIpv6Address_standsInBracketsInItsUrl() {
        JsonObject changes = new JsonObject().put("host", "::1").put("port", 8001);

        assertThat(ComparisonVerticle.urlOf(LabSettings.of(changes))).isEqualTo("http://[::1]:8001");
        assertThat(ComparisonVerticle.urlOf(LabSettings.of(changes.put("host", "localhost"))))
                .isEqualTo("http://localhost:8001");
    }
}
