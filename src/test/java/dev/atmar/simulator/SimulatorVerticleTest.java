package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.settings.SettingsException;
import dev.atmar.settings.SimulatorSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SimulatorVerticleTest {
    @Test
    void everyRoute_isServedWithAndWithoutPrefixAndSlash(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        List<String> gets = List.of("/models", "/user/balance", "/stats");
        Map<String, Buffer> posts = Map.of(
                "/chat/completions", TestSimulator.question().toBuffer(),
                "/stats/reset", Buffer.buffer(),
                "/control", Buffer.buffer("{}"));
        for (String form : new String[] {"%s", "%s/", "/v1%s", "/v1%s/"}) {
            assertThat(gets).allMatch(path -> served(simulator.get(form.formatted(path))));
            posts.forEach((path, body) -> assertThat(simulator.call(HttpMethod.POST, form.formatted(path), body))
                    .as(form.formatted(path))
                    .matches(SimulatorVerticleTest::served));
        }
        assertThat(simulator.get("/health/ready").statusCode()).isEqualTo(200);
    }

    private static boolean served(HttpResponse<Buffer> response) {
        return response.statusCode() == 200;
    }

    @Test
    void otherRoutesAndMethods_areRefusedInTheSameShape(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertThat(simulator.get("/nothing").statusCode()).isEqualTo(404);
        assertThat(simulator.get("/x/stats").statusCode()).isEqualTo(404);
        assertThat(simulator.get("/statsandmore").statusCode()).isEqualTo(404);
        assertThat(simulator.get("/chat/completions").statusCode()).isEqualTo(405);
        assertThat(simulator
                        .get("/nothing")
                        .bodyAsJsonObject()
                        .getJsonObject("error")
                        .fieldNames())
                .containsExactlyInAnyOrder("message", "type", "param", "code");
    }

    @Test
    void modelsAndBalance_areDeepSeeks(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject models = simulator.get("/v1/models").bodyAsJsonObject();
        assertThat(models.getString("object")).isEqualTo("list");
        assertThat(models.getJsonArray("data"))
                .extracting(model -> ((JsonObject) model).getString("id"))
                .containsExactly("deepseek-flash", "deepseek-v4-pro");
        JsonObject balance = simulator.get("/user/balance").bodyAsJsonObject();
        assertThat(balance.getBoolean("is_available")).isTrue();
        assertThat(balance.getJsonArray("balance_infos")).hasSize(1);
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("GET /models HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(client.readUntil("\"code\"")).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void aRequestThatCannotBeRead_isRefusedInTheOneErrorShape(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("GET /" + "x".repeat(4200) + " HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(client.readToEnd()).contains(" 414 ", "{\"error\":");
        }
    }

    @Test
    void deployedByName_readsItsConfig(Vertx vertx) {
        DeploymentOptions options = new DeploymentOptions()
                .setConfig(new JsonObject().put("port", 0).put("latency", 1));
        assertThatThrownBy(() -> TestSimulator.await(vertx.deployVerticle(SimulatorVerticle.class.getName(), options)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("simulator.latency:");
        options.getConfig().remove("latency");
        assertThat(TestSimulator.await(vertx.deployVerticle(SimulatorVerticle.class.getName(), options)))
                .isNotBlank();
    }

    @Test
    void stopped_cutsWhatIsInFlight(Vertx vertx) throws Exception {
        SimulatorVerticle verticle = new SimulatorVerticle(SimulatorSettings.of(new JsonObject().put("port", 0)));
        String id = TestSimulator.await(vertx.deployVerticle(verticle));
        try (RawClient client = RawClient.post(
                verticle.port(), TestSimulator.KEY, TestSimulator.streamed().toBuffer())) {
            client.readUntil("\r\n\r\n");
            TestSimulator.await(vertx.undeploy(id));
            assertThat(client.readToEnd()).doesNotContain("[DONE]");
        }
    }

    @Test
    void faultThatDoesNotExist_isRefusedAtStartByItsKey(Vertx vertx) {
        JsonObject step = new JsonObject().put("request", 1).put("fault", "gremlin");
        JsonObject settings = new JsonObject().put("port", 0).put("script", new JsonArray().add(step));
        SimulatorVerticle verticle = new SimulatorVerticle(SimulatorSettings.of(settings));
        assertThatThrownBy(() -> TestSimulator.await(vertx.deployVerticle(verticle)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(
                        "simulator.script[0].fault: unknown fault: gremlin (expected one of: http_400,");
    }
}
