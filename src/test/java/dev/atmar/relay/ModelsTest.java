package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models there are: the settings' and the upstreams', or those of a caller's own key. */
@ExtendWith(VertxExtension.class)
final class ModelsTest {
    private static final String KEY = "sk-configured-31415";
    private static final String TWO = "{\"object\":\"list\",\"data\":[{\"id\":\"a\",\"owned_by\":\"them\"},"
            + "{\"id\":\"org/b\"},{\"x\":1},7,null]}";

    private final AtomicLong nanos = new AtomicLong();
    private Vertx vertx;

    @BeforeEach
    void keep(Vertx injected) {
        vertx = injected;
    }

    @Test
    void accountsOfNames_giveThemWithoutAskingAnyone() {
        Backend backend = Backend.json(vertx, 200, TWO);
        ModelsRoute asked = serve(account(backend.url(), "m1", "m2"), account(backend.url(), "m2", "m3"));
        HttpResponse<String> answer = asked.get("/v1/models");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new JsonObject(answer.body()).getString("object")).isEqualTo("list");
        assertThat(ids(answer)).containsExactly("m1", "m2", "m3");
        assertThat(backend.total()).isZero();
    }

    @Test
    void accountsOfAnyModel_areAsked_andAnswersAreMerged() {
        Backend one = Backend.json(vertx, 200, TWO);
        Backend other = Backend.json(vertx, 200, "\n\n{\"data\":[{\"id\":\"c\"},{\"id\":\"a\",\"owned_by\":\"x\"}]}");
        ModelsRoute asked = serve(account(one.url() + "/v1", "named", "*"), account(other.url(), "*"));
        HttpResponse<String> answer = asked.get("/v1/models");
        assertThat(ids(answer)).containsExactly("named", "a", "org/b", "c");
        assertThat(new JsonObject(answer.body()).getJsonArray("data").getJsonObject(1))
                .isEqualTo(
                        new JsonObject().put("id", "a").put("object", "model").put("owned_by", "them"));
        Backend.Call call = one.next();
        assertThat(call.request().method()).isEqualTo(HttpMethod.GET);
        assertThat(call.request().uri()).isEqualTo("/v1/models");
        assertThat(call.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(call.headers().get("accept-encoding")).isEqualTo("identity");
        assertThat(call.headers().contains("content-type")).isFalse();
        assertThat(call.body().length()).isZero();
    }

    @Test
    void oneModel_isFoundByItsId() {
        Backend backend = Backend.json(vertx, 200, TWO);
        ModelsRoute asked = serve(account(backend.url(), "*"));
        for (String path : List.of("/v1/models/a", "/models/a")) {
            assertThat(new JsonObject(asked.get(path).body()).getString("id")).isEqualTo("a");
        }
        assertThat(new JsonObject(asked.get("/v1/models/org/b").body()).getString("id"))
                .isEqualTo("org/b");
        assertThat(new JsonObject(asked.get("/v1/models/org%2Fb").body()).getString("id"))
                .isEqualTo("org/b");
        assertThat(ids(asked.get("/models/"))).containsExactly("a", "org/b");
        Answered.error(asked.get("/v1/models/a%25zz"), 404, "model_not_found", null);
        Answered.error(asked.get("/v1/models/%FF"), 404, "model_not_found", null);
        Answered.error(asked.get("/v1/models/no"), 404, "model_not_found", null);
    }

    @Test
    void answer_isKeptForSomeSeconds() {
        Backend backend = Backend.json(vertx, 200, TWO);
        ModelsRoute asked = serve(account(backend.url(), "*"));
        asked.get("/v1/models");
        nanos.addAndGet(Models.KEPT_NANOS - 1);
        asked.get("/v1/models");
        assertThat(backend.total()).isEqualTo(1);
        nanos.incrementAndGet();
        assertThat(ids(asked.get("/v1/models"))).containsExactly("a", "org/b");
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void thoseWhoAskAtOnce_shareOneAnswer() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(account(backend.url(), "*"));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> asked.getLater("/v1/models"))
                .toList();
        Backend.Call call = backend.next();
        asked.get("/health/live");
        call.answer(200, TWO);
        answers.forEach(answer -> assertThat(ids(Await.await(answer))).containsExactly("a", "org/b"));
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 302 Away\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"data\":7}",
                "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"data\":[]}",
                "garbage\r\n\r\n",
                ""
            })
    void upstreamThatFails_leavesTheOthers_andIsAFailureWhereNothingIsKnown(String bytes) throws IOException {
        Backend backend = Backend.json(vertx, 200, TWO);
        try (RawPeer peer = RawPeer.answering(bytes)) {
            ModelsRoute some = serve(account(peer.url(), "named", "*"), account(backend.url(), "*"));
            assertThat(ids(some.get("/v1/models"))).containsExactly("named", "a", "org/b");
            HttpResponse<String> nothing = serve(account(peer.url(), "*")).get("/v1/models");
            assertThat(nothing.statusCode()).as(nothing.body()).isEqualTo(502);
            assertThat(nothing.body()).contains("\"error\"").doesNotContain(KEY);
        }
    }

    @Test
    void failure_isNotKept() throws IOException {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(account(backend.url(), "*"));
        CompletableFuture<HttpResponse<String>> first = asked.getLater("/v1/models");
        backend.next().answer(503, "{}");
        Answered.error(Await.await(first), 502, "upstream_503", null);
        CompletableFuture<HttpResponse<String>> second = asked.getLater("/v1/models");
        backend.next().answer(200, TWO);
        assertThat(ids(Await.await(second))).containsExactly("a", "org/b");
    }

    @Test
    void listThatHasNoEnd_isGivenUp() throws IOException {
        try (RawPeer peer =
                RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n" + " ".repeat(5 << 20))) {
            Answered.error(serve(account(peer.url(), "*")).get("/v1/models"), 502, "answer_too_large", null);
        }
    }

    @Test
    void upstreamThatIsSilent_isNotWaitedForLongerThanACallMayTake() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = ModelsRoute.deploy(
                vertx,
                new JsonObject().put("total_ms", 200).put("accounts", new JsonArray().add(account(backend.url(), "*"))),
                nanos::get);
        Answered.error(asked.get("/v1/models"), 504, "total_timeout", null);
    }

    @Test
    void withoutAccounts_thereAreNoModels() {
        assertThat(ids(serve().get("/v1/models", "authorization", "Bearer sk-mine")))
                .isEmpty();
    }

    @Test
    void callersOwnKey_isShownToTheFirstAccountsUpstream_andItsAnswerIsNotKept() {
        Backend first = Backend.json(vertx, 200, TWO);
        Backend second = Backend.json(vertx, 200, "{\"data\":[]}");
        JsonObject keyless = account(first.url(), "*").put("keys", new JsonArray().add("env:ATMAR_NO_SUCH_KEY"));
        ModelsRoute asked = serve(keyless, account(second.url(), "*"));
        for (String header : List.of("authorization: Bearer sk-mine", "x-upstream-key: sk-mine")) {
            String[] parts = header.split(": ", 2);
            assertThat(ids(asked.get("/v1/models", parts))).containsExactly("a", "org/b");
            assertThat(first.next().headers().get("authorization")).isEqualTo("Bearer sk-mine");
        }
        assertThat(second.total()).isZero();
        assertThat(ids(asked.get("/v1/models"))).isEmpty();
        assertThat(second.next().headers().get("authorization")).isEqualTo("Bearer " + KEY);
    }

    @Test
    void refusalOfACallersOwnKey_isPassedOnWithoutTheKey() {
        Backend backend = Backend.json(vertx, 401, "{\"error\":{\"message\":\"bad key sk-mine\"}}");
        ModelsRoute asked = serve(account(backend.url(), "*"));
        HttpResponse<String> answer = asked.get("/v1/models", "authorization", "Bearer sk-mine");
        assertThat(Answered.error(answer, 401, "upstream_401", null).getString("message"))
                .isEqualTo("bad key ***");
    }

    @Test
    void callerOfAnOwnKeyWhoLeaves_takesTheCallAlong() throws IOException {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(account(backend.url(), "*"));
        CompletableFuture<HttpResponse<String>> leaver =
                asked.getLater("/v1/models", "authorization", "Bearer sk-mine");
        Backend.Call own = backend.next();
        leaver.cancel(true);
        Await.await(own.closed());
    }

    private static List<String> ids(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("data").stream()
                        .map(model -> ((JsonObject) model).getString("id"))
                        .toList();
    }

    private static JsonObject account(String url, String... models) {
        return new JsonObject()
                .put("name", "main")
                .put("url", url)
                .put("keys", new JsonArray().add(KEY))
                .put("models", new JsonArray(List.of(models)));
    }

    private ModelsRoute serve(JsonObject... accounts) {
        return ModelsRoute.deploy(
                vertx, new JsonObject().put("accounts", new JsonArray(List.of(accounts))), nanos::get);
    }
}
