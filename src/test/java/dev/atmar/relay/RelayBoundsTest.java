package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bounds that hold for a relay as a whole, and for no other relay in the same Vert.x instance. */
@ExtendWith(VertxExtension.class)
final class RelayBoundsTest {
    @Test
    void twoRelays_haveABaselineEach(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        JsonObject changes = new JsonObject().put("deepseek", new JsonObject().put("url", backend.url()));
        List<CompletableFuture<HttpResponse<String>>> answers = List.of(
                Relay.deploy(vertx, changes).postLater("/deepseek/", chat()),
                Relay.deploy(vertx, changes).postLater("/deepseek/", chat()));
        List.of(backend.next(), backend.next()).forEach(call -> call.answer(200, Backend.COMPLETION));
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
    }

    @Test
    void maxConnections_areThoseOfAllInstancesTogether(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(
                vertx,
                new JsonObject().put("instances", 2).put("max_connections", 2).put("connect_ms", 500));
        JsonArray calls = new JsonArray();
        for (int call = 0; call < 2; call++) {
            calls.add(post(backend.url()));
        }
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", calls);
        backend.next().answer(200, "{}");
        backend.next().answer(200, "{}");
        assertThat(new JsonArray(Await.await(answer).body()).size()).isEqualTo(2);
        assertThat(backend.peak()).isEqualTo(1);
    }

    @Test
    void oneCallTooManyForTheConnections_isTold(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("max_connections", 1));
        JsonArray calls = new JsonArray()
                .add(post(backend.url()))
                .add(post(backend.url()))
                .add(post(backend.url()));
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", calls);
        backend.next().answer(200, "{}");
        backend.next().answer(200, "{}");
        JsonArray answers = new JsonArray(Await.await(answer).body());
        assertThat(answers.stream().filter(one -> ((JsonObject) one).containsKey("status")))
                .hasSize(2);
        assertThat(answers.encode()).contains("too_many_connections");
    }

    @Test
    void oneRequestTooMany_isRefusedOverHttpAndTheBus(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("max_requests", 2));
        List<CompletableFuture<HttpResponse<String>>> admitted = List.of(
                relay.postLater("/atmar/", post(backend.url())), relay.postLater("/atmar/", post(backend.url())));
        List<Backend.Call> calls = List.of(backend.next(), backend.next());
        Answered.error(relay.post("/atmar/", post(backend.url())), 503, "overloaded", null);
        ReplyException refused =
                (ReplyException) Await.failureOf(vertx.eventBus().request(Addresses.POST, post(backend.url())));
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(relay.get("/health/ready").statusCode()).isEqualTo(200);
        calls.forEach(call -> call.answer(200, "{}"));
        admitted.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        CompletableFuture<HttpResponse<String>> again = relay.postLater("/atmar/", post(backend.url()));
        backend.next().answer(200, "{}");
        assertThat(Await.await(again).statusCode()).isEqualTo(200);
    }

    @Test
    void maxRequests_areThoseOfAllInstancesTogether(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("instances", 2).put("max_requests", 2));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 3)
                .mapToObj(request -> relay.postLater("/atmar/", post(backend.url())))
                .toList();
        backend.next();
        Await.await(CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)));
        assertThat(answers.stream().filter(CompletableFuture::isDone))
                .allSatisfy(
                        answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(503));
    }

    @Test
    void queueForAnAccountOfNone_doesNotRefuseOthers(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("queue_requests", 0).put("max_connections", 1));
        JsonArray calls = new JsonArray().add(post(backend.url())).add(post(backend.url()));
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", calls);
        backend.next().answer(200, "{}");
        backend.next().answer(200, "{}");
        assertThat(Await.await(answer).body()).doesNotContain("error");
    }

    @Test
    void messageThatSaysNoTime_isBoundByTotal(Vertx vertx) {
        Relay.deploy(vertx, new JsonObject().put("total_ms", 300));
        Backend backend = Backend.silent(vertx);
        JsonObject question = chat().put("url", backend.url());
        ReplyException late = (ReplyException) Await.failureOf(vertx.eventBus().request(Addresses.CHAT, question));
        assertThat(late.failureCode()).isEqualTo(504);
        assertThat(late.failureType().toInt()).isEqualTo(2);
    }

    @Test
    void requestThatStalls_doesNotHoldUpTheDrain(Vertx vertx) throws IOException {
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("request_ms", 300).put("drain_ms", 600_000));
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("POST /atmar/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\n{");
            relay.settle();
            Await.await(relay.undeploy());
            assertThat(caller.readRest()).startsWith("HTTP/1.1 408").contains("request_timeout");
        }
    }

    @Test
    void requestThatCannotBeRead_hasTheOneShape(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx);
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
            assertThat(caller.readRest()).contains(" 414 ", "x-request-id", "\"uri_too_long\"");
        }
    }

    private static JsonObject chat() {
        return new JsonObject().put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
    }

    private static JsonObject post(String url) {
        return new JsonObject().put("url", url).put("params", 1);
    }
}
