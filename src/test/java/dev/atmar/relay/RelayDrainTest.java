package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Undeploying: what is in flight ends well, what is new is sent elsewhere, and nothing is waited for in vain. */
@ExtendWith(VertxExtension.class)
final class RelayDrainTest {
    private static final JsonObject TWO = new JsonObject().put("instances", 2);

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/", "/deepseek/"})
    void callsInFlight_endWellWhileNewOnesAreRefusedByEveryInstance(String path, Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        JsonObject deepseek = new JsonObject().put("url", backend.url()).put("pool", 4);
        Relay relay = Relay.deploy(vertx, TWO.copy().put("deepseek", deepseek));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 4)
                .mapToObj(i -> relay.postLater(path, ask(path, backend)))
                .collect(Collectors.toList());
        List<Backend.Call> calls = List.of(backend.next(), backend.next(), backend.next(), backend.next());
        Future<Void> undeployed = relay.undeploy();
        untilRefused(relay);
        for (int i = 0; i < 6; i++) {
            assertRefused(relay, "POST " + path, "draining");
            assertRefused(relay, "GET /health/ready", "draining");
        }
        assertThat(undeployed.isComplete()).isFalse();
        calls.forEach(call -> call.answer(200, Backend.COMPLETION));
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        Await.await(undeployed);
        assertThatThrownBy(() -> new Socket("127.0.0.1", relay.port()).close()).isInstanceOf(ConnectException.class);
    }

    private static void untilRefused(Relay relay) throws IOException {
        int refused = 0;
        while (refused < 4) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.send("GET /health/ready HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
                refused = caller.readHead().contains(" 503 ") ? refused + 1 : 0;
            }
        }
    }

    private static void assertRefused(Relay relay, String route, String word) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(route + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 2\r\n\r\n{}");
            String head = caller.readHead();
            assertThat(head).startsWith("HTTP/1.1 503 ");
            if (route.startsWith("POST")) {
                assertThat(head).contains("connection: close", "retry-after: 1", "x-request-id: ");
                assertThat(caller.readRest()).contains(word);
            }
        }
    }

    @Test
    void messageInFlight_endsWellToo(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx);
        Future<?> reply = vertx.eventBus().request(Addresses.POST, ask("/atmar/", backend));
        Backend.Call call = backend.next();
        Future<Void> undeployed = relay.undeploy();
        untilRefused(relay);
        JsonObject another = ask("/atmar/", backend);
        ReplyException refused =
                (ReplyException) Await.failureOf(vertx.eventBus().request(Addresses.POST, another));
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(undeployed.isComplete()).isFalse();
        call.answer(200, "{}");
        Await.await(reply);
        Await.await(undeployed);
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void boundPasses_callIsCutAtBothEnds(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = Relay.deploy(vertx, new JsonObject().put("drain_ms", 300));
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", ask("/atmar/", backend));
            Backend.Call call = backend.next();
            Await.await(relay.undeploy());
            assertThat(caller.readRest()).isEmpty();
            Await.await(call.closed());
        }
    }

    @Test
    void callsThatEndedBadly_areNotWaitedFor(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("drain_ms", 600_000));
        Backend silent = Backend.silent(vertx);
        try (RawPeer cut = RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
                RawCaller cutOff = RawCaller.of(relay);
                RawCaller leaver = RawCaller.of(relay);
                RawCaller refused = RawCaller.of(relay)) {
            cutOff.post("/atmar/", new JsonObject().put("url", cut.url()).put("params", 1));
            assertThat(cutOff.readRest()).endsWith("{");
            refused.send("POST /atmar/ HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 99\r\n\r\n{");
            leaver.post("/atmar/", ask("/atmar/", silent));
            silent.next();
        }
        relay.post("/atmar/", ask("/atmar/", silent).put("timeout_ms", 50));
        relay.post("/atmar/", "x");
        relay.get("/nowhere");
        relay.post("/atmar/", "x", "content-type", "text/plain");
        Await.await(relay.undeploy());
    }

    @Test
    void idleConnections_areNotWaitedFor(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, TWO.copy().put("drain_ms", 600_000));
        relay.get("/health/live");
        try (RawCaller idle = RawCaller.of(relay)) {
            idle.send("GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
            idle.readHead();
            Await.await(relay.undeploy());
        }
    }

    @Test
    void vertxCloses_callsInFlightEndWellToo() {
        Vertx own = Vertx.vertx();
        Vertx upstreams = Vertx.vertx();
        Backend backend = Backend.silent(upstreams);
        Relay relay = Relay.deploy(own, TWO);
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", ask("/atmar/", backend));
        Backend.Call call = backend.next();
        Future<Void> closed = own.close();
        upstreams.setTimer(500, late -> call.answer(200, "{}"));
        assertThat(Await.await(answer).statusCode()).isEqualTo(200);
        Await.await(closed);
        Await.await(upstreams.close());
    }

    private static JsonObject ask(String path, Backend backend) {
        if (path.equals("/atmar/")) {
            return new JsonObject().put("url", backend.url()).put("params", new JsonObject());
        }
        JsonObject question =
                new JsonObject().put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
        return path.equals("/deepseek/") ? question : question.put("url", backend.url());
    }
}
