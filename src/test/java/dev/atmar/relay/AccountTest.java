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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /a_deepseek/} with a configured account: whose key goes where, and how many calls the account is given. */
@ExtendWith(VertxExtension.class)
final class AccountTest {
    private static final String KEY = "sk-configured-0123456789";

    @Test
    void accountsKey_isUsedAtItsAddressAndNowhereElse(Vertx vertx) {
        Backend home = Backend.json(vertx, 200, Backend.COMPLETION);
        Backend elsewhere = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = withAccount(vertx, home.url() + "/v1", new JsonObject());
        assertThat(relay.post("/a_deepseek/", ask(home.url() + "/v1")).statusCode())
                .isEqualTo(200);
        assertThat(relay.post("/a_deepseek/", ask(home.url() + "/v1/")).statusCode())
                .isEqualTo(200);
        assertThat(home.next().headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(home.next().headers().get("authorization")).isEqualTo("Bearer " + KEY);
        for (String url : List.of(elsewhere.url() + "/v1", home.url(), home.url() + "/v1/x", home.url() + "/v2")) {
            Answered.error(relay.post("/a_deepseek/", ask(url)), 400, "invalid_value", "api_key");
        }
        relay.post("/a_deepseek/", ask(home.url() + "/v1").put("api_key", "sk-mine"));
        assertThat(home.next().headers().get("authorization")).isEqualTo("Bearer sk-mine");
        assertThat(elsewhere.total()).isZero();
        assertThat(home.total()).isEqualTo(3);
    }

    @Test
    void atmar_neverSendsAConfiguredKey(Vertx vertx) {
        Backend home = Backend.json(vertx, 200, "{}");
        Relay relay = withAccount(vertx, home.url() + "/v1", new JsonObject());
        relay.post("/atmar/", new JsonObject().put("url", home.url() + "/v1").put("params", 1));
        assertThat(home.next().headers().contains("authorization")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void limit_holdsOverAllInstancesAndEveryCallSucceeds(int instances, Vertx vertx) {
        Backend backend = Backend.slow(vertx, 50, Backend.COMPLETION);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject().put("instances", instances));
        List<CompletableFuture<HttpResponse<String>>> answers = offer(relay, backend, 12);
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        assertThat(backend.peak()).isEqualTo(3);
        assertThat(backend.total()).isEqualTo(12);
    }

    @Test
    void fullQueue_refusesAndSaysWhenToComeAgain(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject().put("queue_requests", 1));
        List<CompletableFuture<HttpResponse<String>>> held = offer(relay, backend, 3);
        List<Backend.Call> calls = List.of(backend.next(), backend.next(), backend.next());
        List<CompletableFuture<HttpResponse<String>>> two = offer(relay, backend, 2);
        Await.await(two.get(0).applyToEither(two.get(1), refused -> refused));
        calls.forEach(call -> call.answer(200, Backend.COMPLETION));
        backend.next().answer(200, Backend.COMPLETION);
        List<HttpResponse<String>> answers = two.stream()
                .map(Await::await)
                .sorted((a, b) -> a.statusCode() - b.statusCode())
                .collect(Collectors.toList());
        assertThat(answers.get(0).statusCode()).isEqualTo(200);
        Answered.error(answers.get(1), 429, "queue_full", null);
        assertThat(answers.get(1).headers().firstValue("retry-after")).hasValue("1");
        held.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
    }

    @Test
    void queueThatIsTooSlow_endsInATimeout(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject().put("queue_ms", 100));
        offer(relay, backend, 3);
        for (int i = 0; i < 3; i++) {
            backend.next();
        }
        Answered.error(relay.post("/a_deepseek/", ask(backend.url())), 504, "queue_timeout", null);
        assertThat(backend.total()).isEqualTo(3);
    }

    @Test
    void timeOfTheCaller_countsFromBeforeTheQueue(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject());
        offer(relay, backend, 3);
        List<Backend.Call> calls = List.of(backend.next(), backend.next(), backend.next());
        CompletableFuture<HttpResponse<String>> answer =
                relay.postLater("/a_deepseek/", ask(backend.url()).put("timeout_ms", 6000));
        vertx.setTimer(4000, late -> calls.get(0).answer(200, Backend.COMPLETION));
        Backend.Call admitted = backend.next();
        long start = System.nanoTime();
        Await.await(admitted.closed());
        assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
        assertThat(Await.await(answer).statusCode()).isEqualTo(504);
    }

    @Test
    void callerLeavesWhileQueued_upstreamIsNotCalledAndThePlaceIsFree(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject().put("queue_requests", 1));
        offer(relay, backend, 3);
        List<Backend.Call> calls = List.of(backend.next(), backend.next(), backend.next());
        try (RawCaller leaver = RawCaller.of(relay)) {
            leaver.post("/a_deepseek/", ask(backend.url()));
            relay.settle();
            Answered.error(relay.post("/a_deepseek/", ask(backend.url())), 429, "queue_full", null);
        }
        relay.settle();
        CompletableFuture<HttpResponse<String>> next = relay.postLater("/a_deepseek/", ask(backend.url()));
        relay.settle();
        calls.get(0).answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(next).statusCode()).isEqualTo(200);
        assertThat(backend.total()).isEqualTo(4);
    }

    @Test
    void callerLeavesInMidCall_placeIsFree(Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = withAccount(vertx, backend.url(), new JsonObject());
        List<Backend.Call> calls;
        try (RawCaller leaver = RawCaller.of(relay)) {
            leaver.post("/a_deepseek/", ask(backend.url()));
            calls = List.of(backend.next());
            offer(relay, backend, 2);
            calls = List.of(calls.get(0), backend.next(), backend.next());
        }
        Await.await(calls.get(0).closed());
        CompletableFuture<HttpResponse<String>> next = relay.postLater("/a_deepseek/", ask(backend.url()));
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(next).statusCode()).isEqualTo(200);
        assertThat(backend.peak()).isEqualTo(3);
    }

    private static List<CompletableFuture<HttpResponse<String>>> offer(Relay relay, Backend backend, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> relay.postLater("/a_deepseek/", ask(backend.url())))
                .collect(Collectors.toList());
    }

    private static Relay withAccount(Vertx vertx, String url, JsonObject changes) {
        JsonObject account = new JsonObject()
                .put("name", "main")
                .put("url", url)
                .put("keys", new JsonArray().add(KEY))
                .put("limit", 3);
        return Relay.deploy(
                vertx,
                new JsonObject().put("accounts", new JsonArray().add(account)).mergeIn(changes));
    }

    private static JsonObject ask(String url) {
        return new JsonObject().put("url", url).put("model", "m").put("messages", new JsonArray());
    }
}
