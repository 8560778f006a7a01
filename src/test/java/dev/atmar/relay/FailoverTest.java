package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several keys and accounts: what one of them refuses, another one does, and the caller does not notice. */
@ExtendWith(VertxExtension.class)
final class FailoverTest {
    private static final JsonObject NONE = new JsonObject();

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @CsvSource({"500,''", "503,30", "429,''", "429,30", "401,''", "402,''"})
    void accountThatFails_isReplacedByAnotherAtOnce(int status, String retryAfter) {
        Backend good = Backend.json(vertx, 200, Backend.COMPLETION);
        Backend bad = Backend.json(
                vertx, status, Pool.error("no"), retryAfter.isEmpty() ? "x-none" : "retry-after", retryAfter + " ");
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("bad", bad.url()), Pool.account("good", good.url()));
        long begun = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(bad.total()).isPositive();
        assertThat(good.total()).isEqualTo(4);
    }

    @Test
    void connectionThatIsRefused_isReplacedToo() throws IOException {
        Backend good = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay =
                Pool.deploy(vertx, NONE, Pool.account("bad", RawPeer.refusing()), Pool.account("good", good.url()));
        for (int i = 0; i < 4; i++) {
            assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void accountsThatAllRefuse_areAskedWithoutAStorm() {
        Backend one = Backend.json(vertx, 429, Pool.error("no"));
        Backend other = Backend.json(vertx, 429, Pool.error("no"));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("one", one.url()), Pool.account("other", other.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        Answered.error(answer, 429, "theirs", null);
        assertThat(one.total() + other.total()).isBetween(3, 4);
        assertThat(one.total()).isPositive();
        assertThat(other.total()).isPositive();
    }

    @Test
    void equalAccounts_takeTurns() {
        Backend one = Backend.json(vertx, 200, Backend.COMPLETION);
        Backend other = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("one", one.url()), Pool.account("other", other.url()));
        for (int i = 0; i < 6; i++) {
            relay.post(Pool.PATH, Pool.ask());
        }
        assertThat(one.total()).isEqualTo(3);
        assertThat(other.total()).isEqualTo(3);
    }

    @Test
    void keyThatIsRefused_restsAndTheOthersWork() {
        Backend backend = Backend.of(vertx, call -> {
            boolean good = call.headers().get("authorization").equals("Bearer sk-good");
            call.answer(good ? 200 : 401, good ? Backend.COMPLETION : Pool.error("bad key"));
        });
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url(), "sk-bad1", "sk-bad2", "sk-good"));
        for (int i = 0; i < 5; i++) {
            assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
        }
        assertThat(backend.total()).isEqualTo(7);
    }

    @Test
    void accountWithoutBalance_restsWithAllItsKeysAndComesBack() {
        AtomicInteger left = new AtomicInteger(2);
        Backend poor = Backend.of(vertx, call -> {
            boolean broke = left.getAndDecrement() > 0;
            call.answer(broke ? 402 : 200, broke ? Pool.error("no balance") : Backend.COMPLETION);
        });
        Backend rich = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(
                vertx,
                new JsonObject().put("bench_ms", 300),
                Pool.account("poor", poor.url(), "sk-1", "sk-2"),
                Pool.account("rich", rich.url()));
        long giveUp = System.nanoTime() + Duration.ofSeconds(Await.SECONDS).toNanos();
        while (poor.total() < 5 && System.nanoTime() < giveUp) {
            assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
        }
        assertThat(poor.total()).isGreaterThanOrEqualTo(5);
        assertThat(left.get()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402})
    void lastKeyLeft_isAlwaysTried(int status) {
        Backend backend = Backend.json(vertx, status, Pool.error("their words"));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        for (int i = 1; i <= 3; i++) {
            JsonObject told = Answered.error(relay.post(Pool.PATH, Pool.ask()), 502, "upstream_" + status, null);
            assertThat(told.getString("message"))
                    .as("in the relay's words: the upstream's may quote the key")
                    .startsWith("account main: ");
            assertThat(backend.total()).isEqualTo(i);
        }
    }

    @Test
    void accountsKeyOnlyGoesToItsOwnAddress() {
        Backend one = Backend.json(vertx, 500, Pool.error("no"));
        Backend other = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("one", one.url()), Pool.account("other", other.url()));
        relay.post(Pool.PATH, Pool.ask());
        relay.post(Pool.PATH, Pool.ask());
        for (int i = 0; i < one.total(); i++) {
            assertThat(one.next().headers().getAll("authorization")).containsExactly("Bearer sk-one");
        }
        for (int i = 0; i < other.total(); i++) {
            assertThat(other.next().headers().getAll("authorization")).containsExactly("Bearer sk-other");
        }
    }

    @Test
    void callersOwnKey_staysAtTheFirstAccountThatServesTheModel() {
        Backend first = Backend.json(vertx, 500, Pool.error("no"));
        Backend second = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay =
                Pool.deploy(vertx, NONE, Pool.account("first", first.url()), Pool.account("second", second.url()));
        Answered.error(relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine"), 502, "upstream_500", null);
        assertThat(first.total()).isEqualTo(3);
        assertThat(second.total()).isZero();
        for (int i = 0; i < 3; i++) {
            assertThat(first.next().headers().get("authorization")).isEqualTo("Bearer sk-mine");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void redirect_isNotFollowed(int status) {
        Backend elsewhere = Backend.json(vertx, 200, Backend.COMPLETION);
        Backend home = Backend.json(vertx, status, "{}", "location", elsewhere.url() + "/v1/chat/completions");
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", home.url()));
        for (String path : new String[] {Pool.PATH, "/a_deepseek/"}) {
            HttpResponse<String> answer = relay.post(path, Pool.ask().put("url", home.url()));
            Answered.error(answer, 502, "upstream_not_a_completion", null);
            assertThat(answer.headers().firstValue("location")).isEmpty();
        }
        assertThat(home.total()).isEqualTo(2);
        assertThat(elsewhere.total()).isZero();
    }

    @Test
    void urlThatIsAlmostTheAccounts_doesNotGetItsKey() {
        Backend home = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", home.url() + "/v1"));
        String url = home.url();
        for (String variant : new String[] {
            url + "/V1",
            url + "/v1//",
            url + "/v1/.",
            url + "/v1/../v1",
            url + "/x/../v1",
            url + "//v1",
            url + "/%76%31",
            url.replace("http", "HTTP") + "/v1",
            url.replace("127.0.0.1", "127.1") + "/v1",
            url.replace("127.0.0.1", "localhost") + "/v1",
            url.replace("127.0.0.1", "127.0.0.1.") + "/v1",
            url.replace("//", "//a@") + "/v1",
            url + "/v1#",
            url + "/v1?",
            url + "/v1?a=b",
            " " + url + "/v1",
            url + "/v1 ",
            url + "/v1\n"
        }) {
            HttpResponse<String> answer = relay.post("/a_deepseek/", Pool.ask().put("url", variant));
            assertThat(answer.statusCode()).as(variant).isEqualTo(400);
        }
        assertThat(home.total()).isZero();
    }

    @Test
    void model_choosesTheAccount() {
        Backend one = Backend.json(vertx, 200, Backend.COMPLETION);
        Backend other = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(
                vertx,
                NONE,
                Pool.account("one", one.url()).put("models", new JsonArray().add("a")),
                Pool.account("other", other.url()).put("models", new JsonArray().add("b")));
        for (int i = 0; i < 3; i++) {
            assertThat(relay.post(Pool.PATH, Pool.ask().put("model", "b")).statusCode())
                    .isEqualTo(200);
        }
        assertThat(one.total()).isZero();
        HttpResponse<String> unknown = relay.post(Pool.PATH, Pool.ask().put("model", "c"));
        Answered.error(unknown, 404, "model_not_found", "model");
        HttpResponse<String> own = relay.post(Pool.PATH, Pool.ask().put("model", "c"), "x-upstream-key", "sk-mine");
        Answered.error(own, 404, "model_not_found", "model");
        JsonObject there = Pool.ask().put("model", "c").put("url", one.url());
        Answered.error(relay.post("/a_deepseek/", there), 404, "model_not_found", "model");
        assertThat(other.total()).isEqualTo(3);
    }

    @Test
    void noKeyAnywhere_isSaidAndTheCallersIsTaken() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        JsonObject keyless = Pool.account("main", backend.url()).put("keys", new JsonArray());
        Relay relay = Pool.deploy(vertx, NONE, keyless);
        Answered.error(relay.post(Pool.PATH, Pool.ask()), 401, "no_api_key", null);
        assertThat(relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine")
                        .statusCode())
                .isEqualTo(200);
        Relay off = Pool.deploy(vertx, new JsonObject().put("caller_keys", false), keyless);
        Answered.error(
                off.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine", "x-upstream-key", "sk-mine"),
                401,
                "no_api_key",
                null);
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void token_isNotForTheUpstream() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        JsonObject token = new JsonObject().put("name", "me").put("token", "t-secret");
        Relay relay = Pool.deploy(
                vertx, new JsonObject().put("tokens", new JsonArray().add(token)), Pool.account("main", backend.url()));
        Answered.error(relay.post(Pool.PATH, Pool.ask()), 401, "invalid_token", null);
        relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer t-secret");
        relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer t-secret", "x-upstream-key", "sk-mine");
        for (String key : new String[] {"Bearer sk-main", "Bearer sk-mine"}) {
            Backend.Call call = backend.next();
            assertThat(call.headers().getAll("authorization")).containsExactly(key);
            assertThat(call.headers().toString()).doesNotContain("t-secret", "x-upstream-key");
        }
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void callersKeysSwitchedOff_theAccountsAreUsed() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay =
                Pool.deploy(vertx, new JsonObject().put("caller_keys", false), Pool.account("main", backend.url()));
        relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine", "x-upstream-key", "sk-other");
        Backend.Call call = backend.next();
        assertThat(call.headers().getAll("authorization")).containsExactly("Bearer sk-main");
        assertThat(call.headers().contains("x-upstream-key")).isFalse();
    }
}
