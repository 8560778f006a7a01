package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /metrics}: what is counted, by which labels, and who may read it. */
@ExtendWith(VertxExtension.class)
final class MetricsTest {
    @Test
    void callsAtOnce_areShownWhereTheyAre(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        JsonObject account = account(backend, 1);
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("instances", 2).put("accounts", new JsonArray().add(account)));
        List<CompletableFuture<HttpResponse<String>>> answers = List.of(
                relay.postLater("/a_deepseek/", question(backend)),
                relay.postLater("/a_deepseek/", question(backend)),
                relay.postLater("/a_deepseek/", question(backend)));
        Backend.Call first = backend.next();
        CompletableFuture<HttpResponse<String>> post = relay.postLater(
                "/atmar/", new JsonObject().put("url", backend.url()).put("params", 1));
        backend.next().answer(200, "{}");
        Await.await(post);
        Numbers numbers = until(relay, "atmar_queue_length{account=\"main\"}", 2);
        assertThat(numbers.value("atmar_limit{account=\"main\"}")).isEqualTo(1);
        assertThat(numbers.value("atmar_in_flight{account=\"main\"}")).isEqualTo(1);
        assertThat(numbers.value("atmar_requests_in_flight")).isEqualTo(3);
        assertThat(numbers.value("atmar_targets_in_flight")).isZero();
        first.answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        answers.forEach(Await::await);
        numbers = Numbers.of(relay);
        assertThat(numbers.value("atmar_in_flight{account=\"main\"}")).isZero();
        assertThat(numbers.value("atmar_requests_in_flight")).isZero();
        assertThat(numbers.value("atmar_requests_total{outcome=\"ok\",route=\"/a_deepseek/\",status=\"200\"}"))
                .isEqualTo(3);
        assertThat(numbers.value("atmar_request_seconds_bucket{route=\"/a_deepseek/\",le=\"+Inf\"}"))
                .isEqualTo(3);
        assertThat(numbers.value("atmar_overhead_seconds_count{route=\"/atmar/\"}"))
                .isEqualTo(1);
        assertThat(numbers.samples()).containsKey("atmar_overhead_seconds_bucket{route=\"/atmar/\",le=\"5.0E-5\"}");
        assertThat(numbers.sum("jvm_memory_used_bytes")).isPositive();
        assertThat(numbers.sum("jvm_threads_live_threads")).isPositive();
    }

    @Test
    void hostileRequests_makeNoLabels(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx);
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            String made = "hostile" + Long.toHexString(random.nextLong());
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.send("M" + made + " /" + made + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
                caller.readHead();
            }
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.send("GET /atmar/?" + made + " HTTP/1.1\r\nhost: " + made + "\r\norigin: http://" + made
                        + "\r\n\r\n");
                caller.readHead();
            }
            relay.post("/a_deepseek/" + made, "{}", "x-request-id", made, "authorization", "Bearer " + made);
            relay.post("/a_deepseek/", new JsonObject().put("model", made).put("api_key", made));
        }
        Numbers numbers = Numbers.of(relay);
        assertThat(numbers.sum("atmar_requests_total")).isEqualTo(400);
        assertThat(numbers.labels("route")).containsExactlyInAnyOrder("-", "/a_deepseek/", "/atmar/");
        assertThat(numbers.labels("status")).isSubsetOf("400", "403", "404", "405");
        assertThat(numbers.labels("outcome")).containsExactly("error");
        assertThat(numbers.labels("account")).containsExactly("callers");
        assertThat(numbers.samples().keySet()).noneMatch(name -> name.contains("hostile"));
    }

    @Test
    void callerWhoLeaves_isCountedAsSuch(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx);
        Backend backend = Backend.silent(vertx);
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.post("/a_deepseek/", question(backend).put("api_key", "sk-x"));
            backend.next();
        }
        until(relay, "atmar_requests_in_flight", 0);
        Numbers numbers = Numbers.of(relay);
        assertThat(numbers.value("atmar_aborted_total{route=\"/a_deepseek/\"}")).isEqualTo(1);
        assertThat(numbers.value("atmar_requests_total{outcome=\"aborted\",route=\"/a_deepseek/\",status=\"499\"}"))
                .isEqualTo(1);
    }

    @Test
    void withTokens_itNeedsOne(Vertx vertx) {
        JsonObject token = new JsonObject().put("name", "me").put("token", "my-token");
        Relay relay = Relay.deploy(vertx, new JsonObject().put("tokens", new JsonArray().add(token)));
        for (String path : List.of("/metrics", "/metrics/")) {
            Answered.error(relay.get(path), 401, "invalid_token", null);
            Answered.error(relay.get(path, "authorization", "Bearer other"), 401, "invalid_token", null);
        }
        assertThat(Numbers.of(relay, "authorization", "Bearer my-token").samples())
                .isNotEmpty();
    }

    @Test
    void anotherMethod_isRefused(Vertx vertx) {
        Relay relay = Relay.deploy(vertx);
        HttpResponse<String> answer = Relay.send(
                relay.to("/metrics").POST(BodyPublishers.ofString("{}")).build());
        Answered.error(answer, 405, "method_not_allowed", null);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET");
    }

    @Test
    void drain_letsQueueAndStreamFinish_andGoesOnTelling(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        JsonObject account = account(backend, 1);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("accounts", new JsonArray().add(account)));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(
                            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\ndata: 1\n\n");
                    backend.next().answer(200, Backend.COMPLETION);
                    session.write("data: [DONE]\n\n");
                });
                RawCaller stream = RawCaller.of(relay)) {
            CompletableFuture<HttpResponse<String>> running = relay.postLater("/a_deepseek/", question(backend));
            Backend.Call first = backend.next();
            CompletableFuture<HttpResponse<String>> queued = relay.postLater("/a_deepseek/", question(backend));
            until(relay, "atmar_queue_length{account=\"main\"}", 1);
            stream.post("/atmar/", new JsonObject().put("url", peer.url()).put("params", 1));
            stream.readUntil("data: 1\n\n");
            Future<Void> undeployed = relay.undeploy();
            while (relay.get("/health/ready").statusCode() != 503) {
                assertThat(undeployed.isComplete()).isFalse();
            }
            Answered.error(relay.post("/a_deepseek/", question(backend)), 503, "draining", null);
            assertThat(Numbers.of(relay).value("atmar_requests_in_flight")).isEqualTo(3);
            first.answer(200, Backend.COMPLETION);
            assertThat(Await.await(running).statusCode()).isEqualTo(200);
            assertThat(Await.await(queued).statusCode()).isEqualTo(200);
            assertThat(stream.readUntil("0\r\n\r\n")).contains("data: [DONE]");
            Await.await(undeployed);
        }
    }

    /** Asks until a sample has this value. */
    private static Numbers until(Relay relay, String sample, double value) {
        long giveUp = System.nanoTime() + Await.SECONDS * 1_000_000_000L;
        Numbers numbers = Numbers.of(relay);
        while (numbers.value(sample) != value) {
            assertThat(System.nanoTime())
                    .as("%s is %s", sample, numbers.value(sample))
                    .isLessThan(giveUp);
            numbers = Numbers.of(relay);
        }
        return numbers;
    }

    private static JsonObject account(Backend backend, int limit) {
        return new JsonObject()
                .put("name", "main")
                .put("url", backend.url())
                .put("keys", new JsonArray().add("sk-x"))
                .put("limit", limit);
    }

    private static JsonObject question(Backend backend) {
        return new JsonObject().put("url", backend.url()).put("model", "m").put("messages", new JsonArray());
    }
}
