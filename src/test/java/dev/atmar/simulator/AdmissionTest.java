package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class AdmissionTest {
    private static final JsonObject SLOW = new JsonObject().put("latency_ms", 60_000);

    private static JsonObject error(HttpResponse<Buffer> response) {
        JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getValue("param")).isNull();
        return error;
    }

    private static List<RawClient> occupy(TestSimulator simulator, int count) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            clients.add(simulator.raw(TestSimulator.question()));
        }
        simulator.statsWhen(stats -> stats.getInteger("inflight") == count);
        return clients;
    }

    @Test
    void fullAccount_isRefusedAtOnceInDeepSeeksWords(Vertx vertx) throws Exception {
        TestSimulator simulator =
                new TestSimulator(vertx, SLOW.copy().put("account_limit", 39).put("spread_ms", 3000));
        List<RawClient> clients = occupy(simulator, 39);
        HttpResponse<Buffer> refused = simulator.ask(TestSimulator.question());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.getHeader("retry-after")).isNull();
        assertThat(refused.headers().names()).noneMatch(name -> name.startsWith("x-ratelimit"));
        assertThat(error(refused).getString("message"))
                .isEqualTo("Your current concurrency is 40, which exceeds your concurrency limit of 39 based on your"
                        + " remaining balance. Please top up your balance to restore your concurrency.");
        JsonObject stats = simulator.stats();
        assertThat(stats.getInteger("peak")).isEqualTo(39);
        assertThat(stats.getInteger("rejected")).isEqualTo(1);
        for (RawClient client : clients) {
            client.close();
        }
        assertThat(simulator.statsWhenIdle().getInteger("aborted")).isEqualTo(39);
    }

    @Test
    void keysOfOneAccount_shareItsLimit_andAnotherAccountHasItsOwn(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, SLOW.copy().put("account_limit", 1));
        RawClient first = RawClient.post(
                simulator.port(), "sk-a.1", TestSimulator.question().toBuffer());
        simulator.statsWhen(stats -> stats.getInteger("inflight") == 1);
        JsonObject quick = TestSimulator.question().put("simulator", new JsonObject().put("latency_ms", 1));
        assertThat(simulator.ask("sk-a.2", quick).statusCode()).isEqualTo(429);
        assertThat(simulator.ask("sk-a", quick).statusCode()).isEqualTo(429);
        assertThat(simulator.ask("sk-b.1", quick).statusCode()).isEqualTo(200);
        first.close();
        JsonObject stats = simulator.statsWhenIdle();
        JsonObject accounts = stats.getJsonObject("accounts");
        assertThat(accounts.fieldNames()).containsExactly("account-1", "account-2");
        assertThat(accounts.getJsonObject("account-1").getInteger("requests")).isEqualTo(3);
        assertThat(accounts.getJsonObject("account-1").getInteger("rejected")).isEqualTo(2);
        assertThat(accounts.getJsonObject("account-2").getInteger("finished")).isEqualTo(1);
        assertThat(stats.encode()).doesNotContain("sk-");
    }

    @Test
    void placeIsFree_whenTheAnswerHasEnded(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("account_limit", 1));
        for (int index = 0; index < 5; index++) {
            assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(200);
            assertThat(simulator.ask(TestSimulator.streamed()).statusCode()).isEqualTo(200);
        }
        assertThat(simulator.stats().getInteger("peak")).isEqualTo(1);
    }

    @Test
    void keyMissingInvalidOrBroke_isRefused(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("POST /chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n");
            assertThat(client.readUntil("\"code\"")).startsWith("HTTP/1.1 401").contains("authentication_error");
        }
        HttpResponse<Buffer> invalid = simulator.ask("sk-invalid-4711", TestSimulator.question());
        assertThat(invalid.statusCode()).isEqualTo(401);
        assertThat(error(invalid).getString("message")).doesNotContain("4711");
        HttpResponse<Buffer> broke = simulator.ask("sk-broke.1", TestSimulator.question());
        assertThat(broke.statusCode()).isEqualTo(402);
        assertThat(error(broke).getString("message")).isEqualTo("Insufficient Balance");
        JsonObject stats = simulator.stats();
        assertThat(stats.getInteger("rejected")).isEqualTo(3);
        assertThat(stats.getInteger("requests")).isEqualTo(3);
    }

    @Test
    void tooManyInFlight_isRefused_andStatisticsAreStillServed(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, SLOW.copy().put("max_in_flight", 2));
        List<RawClient> clients = occupy(simulator, 2);
        HttpResponse<Buffer> refused = simulator.ask("sk-other", TestSimulator.question());
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(simulator.stats().getInteger("rejected")).isEqualTo(1);
        for (RawClient client : clients) {
            client.close();
        }
        simulator.statsWhenIdle();
    }

    @Test
    void refusalBeforeTheBody_leavesTheConnectionUsable(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        String body = TestSimulator.question().encodePrettily() + " ".repeat(1_000_000);
        String request = "POST /chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                + "content-length: " + Buffer.buffer(body).length() + "\r\nauthorization: Bearer ";
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write(request + "sk-invalid\r\n\r\n");
            client.readUntil("invalid_request_error");
            client.write(body);
            client.write(request + "sk-good\r\n\r\n" + body);
            assertThat(client.readUntil("chat.completion")).contains("HTTP/1.1 401", "HTTP/1.1 200");
        }
    }

    @Test
    void accountsBeyondTheMost_shareOne(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("max_accounts", 2));
        for (String key : List.of("sk-a", "sk-b", "sk-c", "sk-d", "sk-a")) {
            simulator.ask(key, TestSimulator.question());
        }
        JsonObject accounts = simulator.stats().getJsonObject("accounts");
        assertThat(accounts.fieldNames()).containsExactly("account-1", "account-2", "others");
        assertThat(accounts.getJsonObject("account-1").getInteger("finished")).isEqualTo(2);
        assertThat(accounts.getJsonObject("others").getInteger("finished")).isEqualTo(2);
    }

    @Test
    void peak_isCounted_forAllAndForEach(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, SLOW);
        List<RawClient> clients = new ArrayList<>();
        for (int index = 0; index < 100; index++) {
            String key = "sk-" + index % 4 + "." + index;
            clients.add(RawClient.post(
                    simulator.port(), key, TestSimulator.question().toBuffer()));
        }
        simulator.statsWhen(stats -> stats.getInteger("inflight") == 100);
        for (RawClient client : clients) {
            client.close();
        }
        JsonObject stats = simulator.statsWhenIdle();
        assertThat(stats.getInteger("peak")).isEqualTo(100);
        assertThat(stats.getJsonObject("accounts").getJsonObject("account-4").getInteger("peak"))
                .isEqualTo(25);
    }
}
