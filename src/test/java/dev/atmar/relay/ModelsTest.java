package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which models there are: the settings' and the upstreams', or those of a caller's own key. */
@ExtendWith(VertxExtension.class)
final class ModelsTest {
    private final AtomicLong nanos = new AtomicLong();
    private Vertx vertx;

    @BeforeEach
    void keep(Vertx injected) {
        vertx = injected;
    }

    @Test
    void accountsOfNames_giveThemWithoutAskingAnyone() {
        Backend backend = Backend.json(vertx, 200, ModelsRoute.TWO);
        ModelsRoute asked =
                serve(ModelsRoute.account(backend.url(), "m1", "m2"), ModelsRoute.account(backend.url(), "m2", "m3"));
        HttpResponse<String> answer = asked.get("/v1/models");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(new JsonObject(answer.body()).getString("object")).isEqualTo("list");
        assertThat(ModelsRoute.ids(answer)).containsExactly("m1", "m2", "m3");
        assertThat(backend.total()).isZero();
    }

    @Test
    void accountsOfAnyModel_areAsked_andAnswersAreMerged() {
        Backend one = Backend.json(vertx, 200, ModelsRoute.TWO);
        Backend other = Backend.json(vertx, 200, "\n\n{\"data\":[{\"id\":\"c\"},{\"id\":\"a\",\"owned_by\":\"x\"}]}");
        ModelsRoute asked =
                serve(ModelsRoute.account(one.url() + "/v1", "named", "*"), ModelsRoute.account(other.url(), "*"));
        HttpResponse<String> answer = asked.get("/v1/models");
        assertThat(ModelsRoute.ids(answer)).containsExactly("named", "a", "org/b", "c");
        assertThat(new JsonObject(answer.body()).getJsonArray("data").getJsonObject(1))
                .isEqualTo(
                        new JsonObject().put("id", "a").put("object", "model").put("owned_by", "them"));
        Backend.Call call = one.next();
        assertThat(call.request().method()).isEqualTo(HttpMethod.GET);
        assertThat(call.request().uri()).isEqualTo("/v1/models");
        assertThat(call.headers().get("authorization")).isEqualTo("Bearer " + ModelsRoute.KEY);
        assertThat(call.headers().get("accept-encoding")).isEqualTo("identity");
        assertThat(call.headers().contains("content-type")).isFalse();
        assertThat(call.body().length()).isZero();
    }

    @Test
    void oneModel_isFoundByItsId() {
        Backend backend = Backend.json(vertx, 200, ModelsRoute.TWO);
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        for (String path : List.of("/v1/models/a", "/models/a")) {
            assertThat(new JsonObject(asked.get(path).body()).getString("id")).isEqualTo("a");
        }
        assertThat(new JsonObject(asked.get("/v1/models/org/b").body()).getString("id"))
                .isEqualTo("org/b");
        assertThat(new JsonObject(asked.get("/v1/models/org%2Fb").body()).getString("id"))
                .isEqualTo("org/b");
        assertThat(ModelsRoute.ids(asked.get("/models/"))).containsExactly("a", "org/b");
        Answered.error(asked.get("/v1/models/a%25zz"), 404, "model_not_found", null);
        Answered.error(asked.get("/v1/models/%FF"), 404, "model_not_found", null);
        Answered.error(asked.get("/v1/models/no"), 404, "model_not_found", null);
    }

    @Test
    void answer_isKeptForSomeSeconds() {
        Backend backend = Backend.json(vertx, 200, ModelsRoute.TWO);
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        asked.get("/v1/models");
        nanos.addAndGet(Models.KEPT_NANOS - 1);
        asked.get("/v1/models");
        assertThat(backend.total()).isEqualTo(1);
        nanos.incrementAndGet();
        assertThat(ModelsRoute.ids(asked.get("/v1/models"))).containsExactly("a", "org/b");
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void thoseWhoAskAtOnce_shareOneAnswer() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(i -> asked.getLater("/v1/models"))
                .toList();
        Backend.Call call = backend.next();
        asked.get("/health/live");
        call.answer(200, ModelsRoute.TWO);
        answers.forEach(
                answer -> assertThat(ModelsRoute.ids(Await.await(answer))).containsExactly("a", "org/b"));
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void withoutAccounts_thereAreNoModels() {
        assertThat(ModelsRoute.ids(serve().get("/v1/models", "authorization", "Bearer sk-mine")))
                .isEmpty();
    }

    @Test
    void callersOwnKey_isShownToTheFirstAccountsUpstream_andItsAnswerIsNotKept() {
        Backend first = Backend.json(vertx, 200, ModelsRoute.TWO);
        Backend second = Backend.json(vertx, 200, "{\"data\":[]}");
        JsonObject keyless =
                ModelsRoute.account(first.url(), "*").put("keys", new JsonArray().add("env:ATMAR_NO_SUCH_KEY"));
        ModelsRoute asked = serve(keyless, ModelsRoute.account(second.url(), "*"));
        for (String header : List.of("authorization: Bearer sk-mine", "x-upstream-key: sk-mine")) {
            String[] parts = header.split(": ", 2);
            assertThat(ModelsRoute.ids(asked.get("/v1/models", parts))).containsExactly("a", "org/b");
            assertThat(first.next().headers().get("authorization")).isEqualTo("Bearer sk-mine");
        }
        assertThat(second.total()).isZero();
        assertThat(ModelsRoute.ids(asked.get("/v1/models"))).isEmpty();
        assertThat(second.next().headers().get("authorization")).isEqualTo("Bearer " + ModelsRoute.KEY);
    }

    @Test
    void refusalOfACallersOwnKey_isPassedOnWithoutTheKey() {
        Backend backend = Backend.json(vertx, 401, "{\"error\":{\"message\":\"bad key sk-mine\"}}");
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        HttpResponse<String> answer = asked.get("/v1/models", "authorization", "Bearer sk-mine");
        assertThat(Answered.error(answer, 401, null, null).getString("message")).isEqualTo("bad key ***");
    }

    @Test
    void callerOfAnOwnKeyWhoLeaves_takesTheCallAlong() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        CompletableFuture<HttpResponse<String>> leaver =
                asked.getLater("/v1/models", "authorization", "Bearer sk-mine");
        Backend.Call own = backend.next();
        leaver.cancel(true);
        Await.await(own.closed());
    }

    private ModelsRoute serve(JsonObject... accounts) {
        return ModelsRoute.deploy(vertx, new JsonObject(), nanos::get, accounts);
    }
}
