package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PlainAnswerTest {
    private static JsonObject choice(JsonObject answer) {
        return answer.getJsonArray("choices").getJsonObject(0);
    }

    @Test
    void answer_hasTheShapeOfDeepSeeks(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        HttpResponse<Buffer> response = simulator.ask(TestSimulator.question());
        JsonObject answer = response.bodyAsJsonObject();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).isEqualTo("application/json");
        assertThat(response.getHeader("x-request-id")).isNotBlank();
        assertThat(answer.getString("object")).isEqualTo("chat.completion");
        assertThat(answer.getString("model")).isEqualTo("deepseek-flash");
        assertThat(answer.getString("id")).hasSize(36);
        assertThat(answer.getLong("created")).isGreaterThan(1_700_000_000L);
        assertThat(choice(answer).getString("finish_reason")).isEqualTo("stop");
        JsonObject message = choice(answer).getJsonObject("message");
        assertThat(message.getString("role")).isEqualTo("assistant");
        assertThat(message.getString("content")).contains("介绍三个北京必去的旅游景点。");
        assertThat(message.containsKey("reasoning_content")).isFalse();
    }

    @Test
    void usage_addsUp(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject instructions = new JsonObject().put("role", "system").put("content", "You are helpful. ".repeat(50));
        JsonObject body = TestSimulator.question();
        body.getJsonArray("messages").add(0, instructions);
        JsonObject usage = simulator.ask(body).bodyAsJsonObject().getJsonObject("usage");
        int prompt = usage.getInteger("prompt_tokens");
        assertThat(prompt).isBetween(200, 350);
        assertThat(usage.getInteger("completion_tokens")).isEqualTo(8);
        assertThat(usage.getInteger("total_tokens")).isEqualTo(prompt + 8);
        int hit = usage.getInteger("prompt_cache_hit_tokens");
        assertThat(hit).isPositive();
        assertThat(hit + usage.getInteger("prompt_cache_miss_tokens")).isEqualTo(prompt);
        assertThat(usage.getJsonObject("prompt_tokens_details").getInteger("cached_tokens"))
                .isEqualTo(hit);
    }

    @Test
    void maxTokens_capsTheAnswer(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject capped =
                simulator.ask(TestSimulator.question().put("max_tokens", 3)).bodyAsJsonObject();
        assertThat(choice(capped).getString("finish_reason")).isEqualTo("length");
        assertThat(capped.getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(3);
        JsonObject whole =
                simulator.ask(TestSimulator.question().put("max_tokens", 8)).bodyAsJsonObject();
        assertThat(choice(whole).getString("finish_reason")).isEqualTo("stop");
    }

    @Test
    void modelThatReasons_saysItsReasoningApart(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        for (String model : new String[] {"deepseek-reasoner", "deepseek-v4-pro"}) {
            JsonObject answer =
                    simulator.ask(TestSimulator.question().put("model", model)).bodyAsJsonObject();
            JsonObject message = choice(answer).getJsonObject("message");
            assertThat(message.getString("reasoning_content")).isNotBlank();
            assertThat(message.getString("content")).isNotBlank();
            JsonObject details = answer.getJsonObject("usage").getJsonObject("completion_tokens_details");
            assertThat(details.getInteger("reasoning_tokens")).isEqualTo(4);
        }
    }

    @Test
    void answer_takesItsLatency_andTheRequestMayAskForAnother(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("latency_ms", 300));
        assertThat(millisOf(simulator, TestSimulator.question())).isBetween(300L, 20_000L);
        JsonObject wish = new JsonObject().put("latency_ms", 1200).put("tokens", 2);
        assertThat(millisOf(simulator, TestSimulator.question().put("simulator", wish)))
                .isBetween(1200L, 20_000L);
        assertThat(simulator.stats().getInteger("longest_ms")).isEqualTo(1200);
    }

    private static long millisOf(TestSimulator simulator, JsonObject question) {
        long begin = System.nanoTime();
        simulator.ask(question);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    }

    @Test
    void keepAlive_sendsTheHeadAtOnceAndThenEmptyLines(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(
                vertx, new JsonObject().put("latency_ms", 2000).put("keep_alive_ms", 50));
        try (RawClient client = simulator.raw(TestSimulator.question())) {
            String head = client.readUntil("\r\n\r\n");
            assertThat(head).startsWith("HTTP/1.1 200 OK").contains("transfer-encoding: chunked");
            assertThat(client.readUntil("1\r\n\n\r\n")).doesNotContain("choices");
            String body = client.readUntil("\r\n0\r\n\r\n");
            assertThat(body.split("\r\n1\r\n\n", -1)).hasSizeGreaterThan(3);
            assertThat(body).contains("\"finish_reason\":\"stop\"");
        }
        assertThat(simulator.ask(TestSimulator.question()).bodyAsJsonObject().getString("object"))
                .isEqualTo("chat.completion");
    }

    @Test
    void withoutKeepAlive_theHeadComesWithTheBody(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        try (RawClient client = simulator.raw(TestSimulator.question())) {
            assertThat(client.readUntil("\"system_fingerprint\"")).contains("content-length: ");
        }
    }

    @Test
    void contentInParts_isRead(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonArray parts = new JsonArray()
                .add(new JsonObject().put("type", "text").put("text", "三首"))
                .add(new JsonObject().put("type", "text").put("text", "歌曲"));
        JsonObject body = TestSimulator.question();
        body.getJsonArray("messages").getJsonObject(0).put("content", parts);
        JsonObject message = choice(simulator.ask(body).bodyAsJsonObject()).getJsonObject("message");
        assertThat(message.getString("content")).contains("三首歌曲");
    }
}
