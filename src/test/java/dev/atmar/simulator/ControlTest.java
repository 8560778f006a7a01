package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ControlTest {
    private static void assertRefused(HttpResponse<Buffer> response, String word) {
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.bodyAsJsonObject().getJsonObject("error").getString("message"))
                .contains(word);
    }

    @Test
    void limit_isLiftedWhileItRuns(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(
                vertx, new JsonObject().put("account_limit", 1).put("latency_ms", 60_000));
        RawClient first = simulator.raw(TestSimulator.question());
        simulator.statsWhen(stats -> stats.getInteger("inflight") == 1);
        JsonObject quick = TestSimulator.question().put("simulator", new JsonObject().put("latency_ms", 1));
        assertThat(simulator.ask(quick).statusCode()).isEqualTo(429);
        JsonObject inForce =
                simulator.control(new JsonObject().put("account_limit", 200)).bodyAsJsonObject();
        assertThat(inForce.getInteger("account_limit")).isEqualTo(200);
        assertThat(inForce.getInteger("latency_ms")).isEqualTo(60_000);
        assertThat(simulator.ask(quick).statusCode()).isEqualTo(200);
        simulator.control(new JsonObject().put("account_limit", 1));
        assertThat(simulator.ask(quick).statusCode()).isEqualTo(429);
        first.close();
        simulator.statsWhenIdle();
    }

    @Test
    void everyOtherSetting_changesToo(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject step = new JsonObject().put("request", 9).put("fault", "silent");
        JsonObject changes = new JsonObject()
                .put("latency_ms", 7)
                .put("spread_ms", 2)
                .put("tokens", 3)
                .put("knee", 10)
                .put("seed", 4)
                .put("keep_alive_ms", 5)
                .put("silent_ms", 6)
                .put("faults", new JsonObject().put("sse_crlf", 0.5))
                .put("script", new JsonArray().add(step));
        JsonObject inForce = simulator.control(changes).bodyAsJsonObject();
        assertThat(changes.fieldNames())
                .allSatisfy(key -> assertThat(inForce.getValue(key)).isEqualTo(changes.getValue(key)));
        JsonObject answer = simulator.ask(TestSimulator.question()).bodyAsJsonObject();
        assertThat(answer.getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(3);
        JsonObject without = new JsonObject().put("faults", new JsonObject());
        assertThat(simulator.control(without).bodyAsJsonObject().getJsonObject("faults"))
                .isEmpty();
    }

    @Test
    void whatCannotBeUsed_isRefusedByName_andNothingChanges(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject before = simulator.control(new JsonObject()).bodyAsJsonObject();
        assertRefused(simulator.control(new JsonObject().put("latency", 1)), "simulator.latency:");
        assertRefused(simulator.control(new JsonObject().put("knee", -1)), "simulator.knee:");
        assertRefused(simulator.control(new JsonObject().put("spread_ms", 21)), "simulator.spread_ms:");
        assertRefused(simulator.control(new JsonObject().put("port", 1)), "port:");
        JsonObject gremlin = new JsonObject().put("gremlin", 0.5);
        assertRefused(
                simulator.control(new JsonObject().put("tokens", 3).put("faults", gremlin)),
                "simulator.faults.gremlin:");
        assertRefused(simulator.call(HttpMethod.POST, "/control", Buffer.buffer("[]")), "body:");
        assertRefused(simulator.call(HttpMethod.POST, "/control", Buffer.buffer("{")), "body:");
        assertThat(simulator.control(new JsonObject()).bodyAsJsonObject()).isEqualTo(before);
    }
}
