package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /a_deepseek/} when the upstream refuses, fails or answers something else: plain and as a stream. */
@ExtendWith(VertxExtension.class)
final class ChatErrorTest {
    private static final String KEY = "sk-caller-0123456789";

    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 404, 422, 429})
    void whatTheUpstreamRefuses_keepsItsStatusAndMessage(int status) {
        Backend backend = Backend.json(vertx, status, error("no: because"), "retry-after", "30");
        for (boolean stream : new boolean[] {false, true}) {
            JsonObject another = ask(backend.url()).put("api_key", KEY + stream);
            HttpResponse<String> answer = relay.post("/a_deepseek/", another.put("stream", stream));
            JsonObject told = Answered.error(answer, status, "upstream_" + status, null);
            assertThat(told.getString("message")).isEqualTo("no: because");
            assertThat(answer.headers().firstValue("retry-after")).hasValue("30");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 599})
    void upstreamThatFails_isABadGateway(int status) {
        Backend backend = Backend.json(vertx, status, error("overloaded"));
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> answer =
                    relay.post("/a_deepseek/", ask(backend.url()).put("stream", stream));
            JsonObject told = Answered.error(answer, 502, "upstream_" + status, null);
            assertThat(told.getString("message")).contains("overloaded", "" + status);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "<html>429</html>", "{\"error\":", "[]", "12"})
    void refusalThatCannotBeRead_keepsItsStatusAndWhenToComeAgain(String body) {
        Backend backend = Backend.json(vertx, 429, body, "content-type", "text/html", "retry-after", "30");
        Relay both = Relay.deploy(vertx, new JsonObject().put("deepseek", new JsonObject().put("url", backend.url())));
        JsonObject another = ask(backend.url()).put("api_key", KEY + 2);
        for (JsonObject request : List.of(ask(backend.url()), another.put("stream", true))) {
            assertUnreadable(both.post("/a_deepseek/", request), 429);
        }
        assertUnreadable(both.post("/deepseek/", ask(backend.url())), 429);
    }

    @Test
    void failureThatCannotBeRead_isABadGateway() {
        Backend backend = Backend.json(vertx, 503, "<html>", "content-type", "text/html", "retry-after", "30");
        assertUnreadable(relay.post("/a_deepseek/", ask(backend.url()).put("timeout_ms", 20_000)), 503);
    }

    private static void assertUnreadable(HttpResponse<String> answer, int status) {
        JsonObject told = Answered.error(answer, status < 500 ? status : 502, "upstream_" + status, null);
        assertThat(told.getString("message")).endsWith("the upstream said nothing that can be read");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("30");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 990, 5000})
    void keyThatTheUpstreamEchoes_isMaskedWholeWhereverItStands(int before) {
        Backend backend = Backend.json(vertx, 401, error("x".repeat(before) + KEY + " and again " + KEY));
        for (boolean stream : new boolean[] {false, true}) {
            HttpResponse<String> answer =
                    relay.post("/a_deepseek/", ask(backend.url()).put("stream", stream));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).doesNotContain("sk-").hasSizeLessThan(1300);
            assertThat(answer.body()).contains(before < 990 ? "***" : "xxx");
        }
    }

    @Test
    void upstreamThatGaveUp_isABadGateway() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION.replace("stop", "insufficient_system_resource"));
        HttpResponse<String> answer = relay.post("/a_deepseek/", ask(backend.url()));
        Answered.error(answer, 502, "insufficient_system_resource", null);
    }

    @Test
    void errorWithStatus200_isABadGatewayWithoutTheKey() {
        Backend backend = Backend.json(vertx, 200, error("x".repeat(990) + KEY));
        Relay both = Relay.deploy(
                vertx,
                new JsonObject()
                        .put("deepseek", new JsonObject().put("url", backend.url()))
                        .put("retry", new JsonObject().put("times", 0)));
        for (String route : List.of("/a_deepseek/", "/deepseek/")) {
            HttpResponse<String> answer = both.post(route, ask(backend.url()));
            JsonObject told = Answered.error(answer, 502, "upstream_failed", null);
            assertThat(told.getString("message"))
                    .startsWith("the upstream failed: xxx")
                    .doesNotContain("sk-");
            assertThat(told.getString("message")).hasSize(1000);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "12",
                "\"text\"",
                "true",
                "{\"choices\":null}",
                "{\"choices\":{}}",
                "{\"choices\":[]}",
                "{\"choices\":[null]}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"message\":null}]}",
                "{\"choices\":[{\"message\":\"hello\"}]}"
            })
    void jsonThatIsNoCompletion_isABadGateway(String json) {
        for (int status : new int[] {200, 302}) {
            Backend backend = Backend.json(vertx, status, json);
            HttpResponse<String> answer = relay.post("/a_deepseek/", ask(backend.url()));
            JsonObject told = Answered.error(answer, 502, "upstream_not_a_completion", null);
            assertThat(told.getString("message")).contains("" + status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"text\"}",
                "{\"error\":{}}",
                "{\"error\":{\"message\":{\"a\":1}}}",
                "{}",
                "[]",
                "null"
            })
    void errorOfAnotherShape_isStillAnErrorOfOurs(String json) {
        Backend backend = Backend.json(vertx, 429, json);
        HttpResponse<String> answer = relay.post("/a_deepseek/", ask(backend.url()));
        assertThat(answer.statusCode()).isIn(429, 502);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("message"))
                .isNotBlank();
    }

    @Test
    void answerLongerThanTheBound_isABadGateway() throws IOException {
        Relay narrow = Relay.deploy(vertx, new JsonObject().put("max_answer_bytes", 10_000));
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{\"a\":\"");
            session.writeUntilClosed(new byte[1000]);
        })) {
            Answered.error(narrow.post("/a_deepseek/", ask(peer.url())), 502, "answer_too_large", null);
            peer.awaitPlayed();
        }
    }

    private static String error(String message) {
        return new JsonObject()
                .put("error", new JsonObject().put("message", message))
                .encode();
    }

    private static JsonObject ask(String url) {
        return new JsonObject()
                .put("url", url)
                .put("api_key", KEY)
                .put("model", "m")
                .put("messages", new JsonArray());
    }
}
