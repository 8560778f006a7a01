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

/** What is refused because of its body. */
@ExtendWith(VertxExtension.class)
class QuestionTest {
    private static void assertRefused(TestSimulator simulator, String body, int status, String word) {
        HttpResponse<Buffer> response = simulator.call(HttpMethod.POST, "/v1/chat/completions", Buffer.buffer(body));
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("message")).contains(word);
    }

    private static String with(String field, Object value) {
        return TestSimulator.question().put(field, value).encode();
    }

    @Test
    void notJson_is400_andNotAQuestion_is422(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertRefused(simulator, "", 400, "JSON");
        assertRefused(simulator, "{\"model\": ", 400, "JSON");
        assertRefused(simulator, "[1]", 422, "map");
        assertRefused(simulator, "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}", 422, "`model`");
        assertRefused(simulator, "{\"model\": \"m\"}", 422, "`messages`");
        assertRefused(simulator, with("messages", "hello"), 422, "messages");
        assertRefused(simulator, with("messages", new JsonArray()), 422, "messages");
        assertRefused(simulator, with("messages", new JsonArray().add("hello")), 422, "messages[0]");
        assertRefused(simulator, with("messages", new JsonArray().add(new JsonObject())), 422, "role");
        assertRefused(simulator, with("stream", "yes"), 422, "stream");
        assertRefused(simulator, with("max_tokens", 0), 422, "max_tokens");
        assertThat(simulator.statsWhenIdle().getInteger("rejected")).isEqualTo(11);
    }

    @Test
    void wishThatCannotBeUsed_is400AndNamesTheField(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertRefused(simulator, with("simulator", "fast"), 400, "simulator:");
        assertRefused(simulator, with("simulator", new JsonObject().put("fault", "gremlin")), 400, "simulator.fault:");
        assertRefused(
                simulator, with("simulator", new JsonObject().put("latency_ms", -1)), 400, "simulator.latency_ms:");
        assertRefused(simulator, with("simulator", new JsonObject().put("tokens", "many")), 400, "simulator.tokens:");
    }

    @Test
    void bodyTooLong_is413_andNotCalledJson_is415(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("max_body_bytes", 1000));
        assertRefused(simulator, with("padding", "x".repeat(1000)), 413, "max_body_bytes");
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("POST /chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-a\r\n"
                    + "content-type: text/plain\r\ncontent-length: 2\r\n\r\n{}");
            assertThat(client.readUntil("\"code\"")).startsWith("HTTP/1.1 415");
        }
        assertThat(simulator.statsWhenIdle().getInteger("rejected")).isEqualTo(2);
    }

    @Test
    void fieldsTheSimulatorDoesNotKnow_areNoReasonToRefuse(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject body = TestSimulator.question().put("temperature", 0.3).put("tools", new JsonArray());
        assertThat(simulator.ask(body).statusCode()).isEqualTo(200);
    }
}
