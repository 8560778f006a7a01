package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /a_deepseek/} with the caller's own key: what the upstream is sent, and what becomes of what it says. */
@ExtendWith(VertxExtension.class)
final class ChatTest {
    private static final String KEY = "sk-caller-0123456789";

    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @CsvSource({"/a_deepseek/,/v1", "/a_deepseek,/v1/", "/a_deepseek/,/v1/", "/a_deepseek/,''", "/a_deepseek/,/"})
    void question_isPostedToChatCompletionsWithItsFieldsAsTheyCame(String path, String base) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        HttpResponse<String> answer = relay.post(
                path,
                "{\"temperature\" : 1.0E0,\"url\":\"" + backend.url() + base
                        + "\", \"model\":\"m\\u00e9\",\"api_key\":\"" + KEY
                        + "\",\"messages\":[ {\"role\" : \"user\",\"content\":\"\\u4ecb绍\"} ],\"timeout_ms\":9000,"
                        + "\"x_unknown\":{ \"deep\" : [ 1.50 ] },\"stop\":null}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"content\":\"hello\"}");
        Backend.Call call = backend.next();
        assertThat(call.request().uri())
                .isEqualTo(base.startsWith("/v1") ? "/v1/chat/completions" : "/chat/completions");
        assertThat(call.headers().get("authorization")).isEqualTo("Bearer " + KEY);
        assertThat(call.headers().get("content-type")).isEqualTo("application/json");
        assertThat(call.headers().get("accept-encoding")).isEqualTo("identity");
        assertThat(call.text())
                .isEqualTo(
                        "{\"temperature\" : 1.0E0,\"model\":\"m\\u00e9\",\"messages\":[ {\"role\" : \"user\",\"content\":\"\\u4ecb绍\"} ],"
                                + "\"x_unknown\":{ \"deep\" : [ 1.50 ] },\"stop\":null}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|null",
                "\"\"|\"\"",
                "\"a\\u0041\\n\"|\"aA\\n\"",
                "[{\"type\":\"text\"}]|[{\"type\":\"text\"}]"
            })
    void content_isGivenAsItIs(String content, String told) {
        Backend backend = Backend.json(vertx, 200, "\n\n" + Backend.COMPLETION.replace("\"hello\"", content));
        assertThat(relay.post("/a_deepseek/", ask(backend.url())).body()).isEqualTo("{\"content\":" + told + "}");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void callsAtOnce_areAtTheUpstreamTogether(int count) {
        Backend backend = Backend.silent(vertx);
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, count)
                .mapToObj(i -> relay.postLater("/a_deepseek/", ask(backend.url())))
                .collect(Collectors.toList());
        List<Backend.Call> calls =
                IntStream.range(0, count).mapToObj(i -> backend.next()).collect(Collectors.toList());
        calls.forEach(call -> call.answer(200, Backend.COMPLETION));
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        assertThat(backend.peak()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk\r\nx-evil: 1", "sk\n", "sk key", "schl\u00fcssel", "\u560a\u560d", "sk\u0000"})
    void keyThatIsNoHeader_isRefused(String key) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        HttpResponse<String> answer =
                relay.post("/a_deepseek/", ask(backend.url()).put("api_key", key));
        Answered.error(answer, 400, "invalid_value", "api_key");
        assertThat(answer.body()).doesNotContain("sk");
        assertThat(backend.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "ftp://127.0.0.1/v1",
                "http://user:pass@127.0.0.1/v1",
                "http://127.0.0.1/v1#a",
                "http://127.0.0.1/v1?a=b"
            })
    void addressThatIsNoBase_isNamed(String url) {
        Answered.error(relay.post("/a_deepseek/", ask(url)), 400, "invalid_value", "url");
    }

    private static JsonObject ask(String url) {
        return new JsonObject()
                .put("url", url)
                .put("api_key", KEY)
                .put("model", "m")
                .put("messages", new JsonArray());
    }
}
