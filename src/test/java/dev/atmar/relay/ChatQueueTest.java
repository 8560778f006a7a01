package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for a turn: how long, how many, and in whose order. */
@ExtendWith(VertxExtension.class)
final class ChatQueueTest {
    private Vertx vertx;
    private Backend backend;

    @BeforeEach
    void start(Vertx given) {
        vertx = given;
        backend = Backend.silent(vertx);
    }

    @ParameterizedTest
    @CsvSource({
        "x-stainless-timeout, 0.3, 0",
        "timeout_ms, 300, 0",
        "x-none, x, 300",
        "x-stainless-timeout, 0.3, 60000",
        "timeout_ms, 60000, 300"
    })
    void callersTime_boundsTheWait(String header, String value, long field) {
        Relay relay = deploy(new JsonObject());
        relay.postLater(Pool.PATH, Pool.ask());
        backend.next();
        JsonObject question = field == 0 ? Pool.ask() : Pool.ask().put("timeout_ms", field);
        for (String path : new String[] {Pool.PATH, "/a_deepseek/"}) {
            HttpResponse<String> answer = relay.post(path, question.put("url", backend.url()), header, value);
            Answered.error(answer, 504, "queue_timeout", null);
            assertThat(answer.headers().firstValue("x-should-retry")).isEmpty();
            assertThat(relayTime(answer)).isGreaterThanOrEqualTo(290);
        }
        assertThat(backend.total()).isEqualTo(1);
        assertThat(Numbers.of(relay).value("atmar_queue_length{account=\"main\"}"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"x-stainless-timeout, 0.3, first_byte_timeout", "timeout_ms, 300, total_timeout"})
    void callersTime_boundsTheAnswerToo(String header, String value, String code) {
        Relay relay = deploy(new JsonObject());
        for (String path : new String[] {Pool.PATH, "/a_deepseek/"}) {
            Answered.error(relay.post(path, Pool.ask().put("url", backend.url()), header, value), 504, code, null);
        }
        assertThat(backend.total()).isEqualTo(2);
        backend.next();
        assertThat(backend.next().headers().contains("timeout_ms")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "1e3", "1800001", "99999999999999999999", ""})
    void timeThatMakesNoSense_isTheCallersFault(String value) {
        Relay relay = deploy(new JsonObject());
        Answered.error(relay.post(Pool.PATH, Pool.ask(), "timeout_ms", value), 400, "invalid_value", "timeout_ms");
        assertThat(backend.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "", "NaN", "Infinity", "1e9", "99999999999999999999"})
    void sdksTimeThatMakesNoSense_saysNothing(String value) {
        Relay relay = deploy(new JsonObject());
        CompletableFuture<HttpResponse<String>> answer =
                relay.postLater(Pool.PATH, Pool.ask(), "x-stainless-timeout", value);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(answer).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue_requests", "queue_bytes"})
    void fullQueue_saysWhenToComeAgain(String bound) {
        Relay relay = deploy(new JsonObject().put(bound, bound.equals("queue_bytes") ? 1000 : 1));
        CompletableFuture<HttpResponse<String>> running = relay.postLater(Pool.PATH, Pool.ask());
        Backend.Call call = backend.next();
        JsonObject big = Pool.ask().put("x", "y".repeat(600));
        List<CompletableFuture<HttpResponse<String>>> two =
                List.of(relay.postLater(Pool.PATH, big), relay.postLater(Pool.PATH, big));
        CompletableFuture<HttpResponse<String>> either = two.get(0).applyToEither(two.get(1), first -> first);
        HttpResponse<String> refused = Await.await(either);
        Answered.error(refused, 429, "queue_full", null);
        int retryAfter =
                Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow());
        assertThat(retryAfter).isBetween(1, 8);
        assertThat(refused.headers().firstValue("x-should-retry")).isEmpty();
        assertThat(refused.headers().firstValue("server-timing").orElse("")).startsWith("relay.q;dur=");
        call.answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(running).statusCode()).isEqualTo(200);
        assertThat(List.of(
                        Await.await(two.get(0)).statusCode(),
                        Await.await(two.get(1)).statusCode()))
                .containsExactlyInAnyOrder(200, 429);
    }

    @Test
    void tokens_areServedInTurn() {
        JsonArray tokens = new JsonArray()
                .add(new JsonObject().put("name", "greedy").put("token", "t-1"))
                .add(new JsonObject().put("name", "modest").put("token", "t-2"));
        Relay relay = deploy(new JsonObject().put("tokens", tokens));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        answers.add(relay.postLater(Pool.PATH, Pool.ask(), "authorization", "Bearer t-1"));
        Backend.Call call = backend.next();
        for (int i = 1; i <= 5; i++) {
            answers.add(relay.postLater(Pool.PATH, Pool.ask().put("user", "greedy"), "authorization", "Bearer t-1"));
            untilWaiting(relay, i);
        }
        answers.add(relay.postLater(Pool.PATH, Pool.ask().put("user", "modest"), "authorization", "Bearer t-2"));
        untilWaiting(relay, 6);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            call.answer(200, Backend.COMPLETION);
            call = backend.next();
            order.add(new JsonObject(call.body()).getString("user"));
        }
        call.answer(200, Backend.COMPLETION);
        assertThat(order.indexOf("modest")).isLessThanOrEqualTo(1);
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
    }

    private static void untilWaiting(Relay relay, int count) {
        long giveUp = System.nanoTime() + Await.SECONDS * 1_000_000_000L;
        while (Numbers.of(relay, "authorization", "Bearer t-2").value("atmar_queue_length{account=\"main\"}")
                != count) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, false, 200",
        "/v1/chat/completions, true, 200",
        "/v1/chat/completions, false, 400",
        "/v1/chat/completions, true, 400",
        "/a_deepseek/, false, 200",
        "/a_deepseek/, true, 200",
        "/a_deepseek/, false, 400"
    })
    void timeInTheQueue_isToldInFrontOfWhatTheUpstreamSays(String path, boolean stream, int status) {
        Relay relay = deploy(new JsonObject());
        CompletableFuture<HttpResponse<String>> answer =
                relay.postLater(path, Pool.ask().put("stream", stream).put("url", backend.url()));
        String type = stream && status == 200 ? "text/event-stream" : "application/json";
        String body = stream && status == 200 ? "data: [DONE]\n\n" : Backend.COMPLETION;
        backend.next().answer(status, body, "content-type", type, "server-timing", "gpu;dur=1");
        List<String> timing = Await.await(answer).headers().allValues("server-timing");
        assertThat(timing.get(0)).startsWith("relay.q;dur=");
        if (status == 200 && (stream || path.equals(Pool.PATH))) {
            assertThat(timing.get(1)).isEqualTo("gpu;dur=1");
        }
    }

    private static double relayTime(HttpResponse<String> answer) {
        String timing = answer.headers().firstValue("server-timing").orElseThrow();
        return Double.parseDouble(timing.replaceFirst("relay\\.q;dur=([0-9.]+).*", "$1"));
    }

    private Relay deploy(JsonObject changes) {
        return Pool.deploy(vertx, changes, Pool.account("main", backend.url()).put("limit", 1));
    }
}
