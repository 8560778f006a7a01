package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /deepseek/}: one call at a time, on a thread that waits, and never on the event loop. */
@ExtendWith(VertxExtension.class)
final class BaselineTest {
    private static final String KEY = "sk-caller-0123456789";

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "3,1", "3,2"})
    void callsAtOnce_areAsManyAsThePoolHasThreads(int pool, int instances, Vertx vertx) {
        Backend backend = Backend.slow(vertx, 100, Backend.COMPLETION);
        Relay relay = deploy(vertx, backend.url(), pool, new JsonObject().put("instances", instances));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 6)
                .mapToObj(i -> relay.postLater("/deepseek/", ask()))
                .collect(Collectors.toList());
        answers.forEach(answer -> assertThat(Await.await(answer).body()).isEqualTo("{\"content\":\"hello\"}"));
        assertThat(backend.peak()).isEqualTo(pool);
    }

    @Test
    void question_isPostedAsByTheAsynchronousRoute(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = deploy(vertx, backend.url() + "/v1/", 1, new JsonObject());
        relay.post(
                "/deepseek",
                "{\"api_key\":\"" + KEY + "\",\"model\":\"m\",\"messages\":[ ],\"t\":1.0E1,\"url\":\"http://x\"}");
        Backend.Call call = backend.next();
        assertThat(call.request().uri()).isEqualTo("/v1/chat/completions");
        assertThat(call.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(call.headers().get("accept-encoding")).isEqualTo("identity");
        assertThat(call.text()).isEqualTo("{\"model\":\"m\",\"messages\":[ ],\"t\":1.0E1}");
    }

    @Test
    void eventLoop_isFreeWhileACallLasts(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(vertx, backend.url(), 1, new JsonObject());
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/deepseek/", ask());
        Backend.Call call = backend.next();
        assertThat(relay.get("/health/live").statusCode()).isEqualTo(200);
        call.answer(200, Backend.COMPLETION);
        assertThat(Await.await(answer).statusCode()).isEqualTo(200);
    }

    @Test
    void callerLeavesWhileQueued_upstreamIsNotCalled(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(vertx, backend.url(), 1, new JsonObject().put("queue_requests", 1));
        CompletableFuture<HttpResponse<String>> first = relay.postLater("/deepseek/", ask());
        Backend.Call call = backend.next();
        try (RawCaller leaver = RawCaller.of(relay)) {
            leaver.post("/deepseek/", ask());
            relay.settle();
            Answered.error(relay.post("/deepseek/", ask()), 429, "queue_full", null);
        }
        relay.settle();
        CompletableFuture<HttpResponse<String>> next = relay.postLater("/deepseek/", ask());
        relay.settle();
        call.answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(first).statusCode()).isEqualTo(200);
        assertThat(Await.await(next).statusCode()).isEqualTo(200);
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void callerLeavesInMidCall_upstreamIsClosedAndTheNextCallGoesOn(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(vertx, backend.url(), 1, new JsonObject());
        Backend.Call call;
        try (RawCaller leaver = RawCaller.of(relay)) {
            leaver.post("/deepseek/", ask());
            call = backend.next();
        }
        CompletableFuture<HttpResponse<String>> next = relay.postLater("/deepseek/", ask());
        Await.await(call.closed());
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(next).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 422, 429})
    void whatTheUpstreamRefuses_keepsItsStatusMessageAndRetryAfter(int status, Vertx vertx) {
        String error = new JsonObject()
                .put("error", new JsonObject().put("message", "no: " + KEY))
                .encode();
        Backend backend = Backend.json(vertx, status, error, "retry-after", "7");
        HttpResponse<String> answer =
                deploy(vertx, backend.url(), 1, new JsonObject()).post("/deepseek/", ask());
        JsonObject told = Answered.error(answer, status, "upstream_" + status, null);
        assertThat(told.getString("message")).isEqualTo("no: ***");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 500 No\\r\\nconnection: close\\r\\ncontent-length: 2\\r\\n\\r\\n{}|upstream_500",
                "HTTP/1.1 200 OK\\r\\ncontent-length: 200\\r\\n\\r\\n{}|*",
                "HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n2\\r\\n{}\\r\\n|*",
                "HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: 2\\r\\n\\r\\n{}|upstream_not_a_completion",
                "HTTP/1.1 200 OK\\r\\nconnection: close\\r\\ncontent-length: 3\\r\\n\\r\\n\\n\\n\\n|upstream_not_a_completion",
                "HTTP/1.1 200 OK\\r\\ncontent-length: 20000\\r\\n\\r\\nLONG|answer_too_large",
                "not http\\r\\n\\r\\n|*",
                "''|*"
            })
    void upstreamThatFails_isABadGatewayAndTheGateIsFree(String bytes, String code, Vertx vertx) throws IOException {
        String answer = bytes.replace("\\r", "\r").replace("\\n", "\n").replace("LONG", "1".repeat(20_000));
        try (RawPeer peer = RawPeer.answering(answer)) {
            Relay relay = deploy(vertx, peer.url(), 1, new JsonObject().put("max_answer_bytes", 10_000));
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> told = relay.post("/deepseek/", ask());
                assertThat(told.statusCode()).as(told.body()).isEqualTo(502);
                if (!code.equals("*")) {
                    Answered.error(told, 502, code, null);
                }
            }
        }
    }

    @Test
    void nobodyListens_isABadGatewayAndTheGateIsFree(Vertx vertx) throws IOException {
        Relay relay = deploy(vertx, RawPeer.refusing(), 1, new JsonObject());
        for (int i = 0; i < 3; i++) {
            Answered.error(relay.post("/deepseek/", ask()), 502, "upstream_unreachable", null);
        }
    }

    @Test
    void timePasses_upstreamIsClosedAndTheGateIsFree(Vertx vertx) throws IOException {
        CountDownLatch called = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            called.countDown();
            session.awaitClose();
        })) {
            Relay relay = deploy(vertx, peer.url(), 1, new JsonObject());
            for (int i = 0; i < 2; i++) {
                Answered.error(relay.post("/deepseek/", ask().put("timeout_ms", 200)), 504, "total_timeout", null);
            }
            RawPeer.await(called);
            peer.awaitPlayed();
        }
    }

    @Test
    void stream_isRefused(Vertx vertx) {
        Relay relay = deploy(vertx, "http://127.0.0.1:1", 1, new JsonObject());
        Answered.error(relay.post("/deepseek/", ask().put("stream", true)), 400, "invalid_value", "stream");
    }

    @Test
    void keyLeftOut_isTheAccountsOrAnError(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        JsonObject account =
                new JsonObject().put("name", "a").put("url", backend.url()).put("keys", new JsonArray().add("sk-own"));
        Relay with = deploy(vertx, backend.url(), 1, new JsonObject().put("accounts", new JsonArray().add(account)));
        JsonObject keyless = ask();
        keyless.remove("api_key");
        assertThat(with.post("/deepseek/", keyless).statusCode()).isEqualTo(200);
        assertThat(backend.next().headers().get("authorization")).isEqualTo("Bearer sk-own");
        Relay without = deploy(vertx, backend.url(), 1, new JsonObject());
        Answered.error(without.post("/deepseek/", keyless), 400, "invalid_value", "api_key");
    }

    private static Relay deploy(Vertx vertx, String url, int pool, JsonObject changes) {
        JsonObject deepseek = new JsonObject().put("url", url).put("pool", pool);
        return Relay.deploy(vertx, new JsonObject().put("deepseek", deepseek).mergeIn(changes));
    }

    private static JsonObject ask() {
        return new JsonObject().put("api_key", KEY).put("model", "m").put("messages", new JsonArray());
    }
}
