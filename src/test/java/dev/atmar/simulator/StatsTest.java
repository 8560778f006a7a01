package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StatsTest {
    private static final JsonObject SLOW = new JsonObject().put("latency_ms", 60_000);

    private static JsonObject quick(JsonObject question) {
        return question.put("simulator", new JsonObject().put("latency_ms", 1));
    }

    private static void waitForInFlight(TestSimulator simulator, int count) {
        simulator.statsWhen(stats -> stats.getInteger("inflight") == count);
    }

    @Test
    void clientThatLeaves_isCountedAsAborted_andGivesItsPlaceBack(Vertx vertx) throws Exception {
        TestSimulator simulator =
                new TestSimulator(vertx, SLOW.copy().put("account_limit", 1).put("keep_alive_ms", 20));
        for (JsonObject question : List.of(
                TestSimulator.question(),
                TestSimulator.streamed(),
                TestSimulator.question(Fault.SILENT),
                TestSimulator.question(Fault.BLANK_THEN_CLOSE))) {
            RawClient client = simulator.raw(question);
            waitForInFlight(simulator, 1);
            client.close();
            waitForInFlight(simulator, 0);
        }
        JsonObject stats = simulator.stats();
        assertThat(stats.getInteger("aborted")).isEqualTo(4);
        assertThat(stats.getInteger("requests")).isEqualTo(4);
        assertThat(simulator.ask(quick(TestSimulator.question())).statusCode()).isEqualTo(200);
    }

    @Test
    void clientThatLeavesInMidStream_isCountedAsAborted(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(
                vertx, new JsonObject().put("latency_ms", 600_000).put("tokens", 6000));
        try (RawClient client = simulator.raw(TestSimulator.streamed())) {
            client.readUntil("\"role\"");
        }
        assertThat(simulator.statsWhenIdle().getInteger("aborted")).isEqualTo(1);
    }

    @Test
    void clientThatLeavesInMidUpload_isCountedAsAborted(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("POST /chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-a\r\n"
                    + "content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"model\": ");
            waitForInFlight(simulator, 1);
        }
        assertThat(simulator.statsWhenIdle().getInteger("aborted")).isEqualTo(1);
    }

    @Test
    void requestsAskedBehindOneAnother_countAsTheyAreAnswered(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        try (RawClient client = simulator.raw(TestSimulator.question())) {
            client.readUntil("system_fingerprint");
            client.write("GET /stats HTTP/1.1\r\nhost: x\r\n\r\n");
            assertThat(client.readUntil("\"accounts\"")).contains("\"inflight\":0,\"peak\":1,\"finished\":1");
        }
    }

    @Test
    void reset_startsFromZero_butWhatIsInFlightStays(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, SLOW);
        simulator.ask(quick(TestSimulator.question()));
        List<RawClient> clients = new ArrayList<>();
        for (int index = 0; index < 3; index++) {
            clients.add(simulator.raw(TestSimulator.question()));
        }
        waitForInFlight(simulator, 3);
        JsonObject reset = simulator
                .call(HttpMethod.POST, "/stats/reset/", Buffer.buffer())
                .bodyAsJsonObject();
        assertThat(reset).isEqualTo(simulator.stats());
        assertThat(reset.getInteger("requests")).isZero();
        assertThat(reset.getInteger("finished")).isZero();
        assertThat(reset.getInteger("longest_ms")).isZero();
        assertThat(reset.getInteger("inflight")).isEqualTo(3);
        assertThat(reset.getInteger("peak")).isEqualTo(3);
        assertThat(reset.getJsonObject("accounts").getJsonObject("account-1").getInteger("inflight"))
                .isEqualTo(3);
        for (RawClient client : clients) {
            client.close();
        }
        assertThat(simulator.statsWhenIdle().getInteger("aborted")).isEqualTo(3);
    }

    @Test
    void whatIsNotAChatCompletion_isNotCounted(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        simulator.control(new JsonObject());
        simulator.get("/models");
        simulator.get("/chat/completions");
        assertThat(simulator.stats().getInteger("requests")).isZero();
        assertThat(simulator.stats().getInteger("peak")).isZero();
    }
}
