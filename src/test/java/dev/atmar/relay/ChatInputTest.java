package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's route and requests that cannot be served: the upstream is not asked, and the connection goes on. */
@ExtendWith(VertxExtension.class)
final class ChatInputTest {
    private static final String DEEP = "[".repeat(5000) + "]".repeat(5000);

    private Backend backend;
    private Relay relay;
    private Vertx vertx;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        backend = Backend.json(vertx, 200, Backend.COMPLETION);
        relay = Pool.deploy(
                vertx, new JsonObject().put("max_body_bytes", 100_000), Pool.account("main", backend.url()));
    }

    static List<Arguments> bodies() {
        List<Arguments> bodies = new ArrayList<>();
        for (String body : List.of("", "  ", "x", "{", "[]", "\"a\"", "12", "null", "{} {}", "{}]", "\u0000")) {
            bodies.add(Arguments.of(body, "body"));
        }
        for (Object wrong : List.of(1, "", " ", true, new JsonArray(), new JsonObject())) {
            bodies.add(Arguments.of(Pool.ask().put("model", wrong).encode(), "model"));
        }
        for (Object wrong : List.of(1, "text", true, new JsonObject())) {
            bodies.add(Arguments.of(Pool.ask().put("messages", wrong).encode(), "messages"));
        }
        for (Object wrong : List.of("true", 1, new JsonArray())) {
            bodies.add(Arguments.of(Pool.ask().put("stream", wrong).encode(), "stream"));
        }
        for (Object wrong : List.of("1", 0, -1, 1.5, 1L << 60, true)) {
            bodies.add(Arguments.of(Pool.ask().put("timeout_ms", wrong).encode(), "timeout_ms"));
        }
        bodies.add(Arguments.of("{\"model\":\"m\"}", "messages"));
        bodies.add(Arguments.of("{\"messages\":[]}", "model"));
        bodies.add(Arguments.of("{\"model\":\"m\",\"messages\":" + DEEP + "}", "messages"));
        return bodies;
    }

    @ParameterizedTest(name = "{1} {index}")
    @MethodSource("bodies")
    void bodyThatIsWrong_isToldWhere(String body, String param) {
        HttpResponse<String> answer = relay.post(Pool.PATH, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        String code = new JsonObject(answer.body()).getJsonObject("error").getString("code");
        Answered.error(answer, 400, code, param);
        assertThat(answer.headers().firstValue("x-should-retry")).isEmpty();
        assertThat(backend.total()).isZero();
    }

    /** As with the parsers of upstreams, which must not read another model or mode than the relay did. */
    @Test
    void fieldThatIsThereTwice_countsTheSecondTime() {
        Relay narrow = Pool.deploy(
                vertx, new JsonObject(), Pool.account("main", backend.url()).put("models", new JsonArray().add("m")));
        String twice = "{\"model\":\"%s\",\"messages\":[],\"model\":\"%s\"}";
        assertThat(narrow.post(Pool.PATH, twice.formatted("n", "m")).statusCode())
                .isEqualTo(200);
        Answered.error(narrow.post(Pool.PATH, twice.formatted("m", "n")), 404, "model_not_found", "model");
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void bodyThatIsTooLong_isRefused() {
        Answered.error(relay.post(Pool.PATH, Pool.ask().put("x", "y".repeat(100_000))), 413, "body_too_large", "body");
        assertThat(backend.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    void anotherContentType_isRefused(String type) {
        Answered.error(relay.post(Pool.PATH, Pool.ask(), "content-type", type), 415, "unsupported_media_type", null);
        assertThat(backend.total()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, 200",
        "/v1/chat/completions/, 200",
        "/chat/completions, 200",
        "/chat/completions/, 200",
        "/v1/chat/completions?a=b, 200",
        "/v1/chat, 404",
        "/v2/chat/completions, 404",
        "/v1/chat/completions/x, 404",
        "/V1/chat/completions, 404"
    })
    void path_isServedOrNot(String path, int status) {
        assertThat(relay.post(path, Pool.ask()).statusCode()).isEqualTo(status);
        assertThat(relay.get(path).statusCode()).isEqualTo(status == 200 ? 405 : status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk\u0001", "sk\u007f", "sk a", "sk\t a", "sk\u00e9"})
    void bearerThatNoHeaderCouldHold_isRefused(String key) throws IOException {
        for (String header : List.of("authorization: Bearer ", "x-upstream-key: ")) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.send(request(header + key + "\r\n"));
                assertThat(caller.readHead()).startsWith("HTTP/1.1 400 ");
            }
        }
        assertThat(backend.total()).isZero();
    }

    @Test
    void requestsInOneBreath_areAnsweredInTheirOrder() throws IOException {
        Backend slow = Backend.of(vertx, call -> {
            boolean first = call.text().contains("first");
            vertx.setTimer(first ? 300 : 1, later -> call.answer(200, call.text()));
        });
        Relay own = Pool.deploy(vertx, new JsonObject(), Pool.account("main", slow.url()));
        try (RawCaller caller = RawCaller.of(own)) {
            String bad = "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1\r\n\r\nx";
            caller.send(request("", "first") + bad + request("", "third"));
            assertThat(caller.readUntil("\"first\"}")).startsWith("HTTP/1.1 200 ");
            assertThat(caller.readUntil("}}")).startsWith("HTTP/1.1 400 ");
            assertThat(caller.readUntil("\"third\"}")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void connection_isKeptAfterEveryKindOfFailure() throws IOException {
        Backend failing = Backend.of(vertx, call -> {
            String text = call.text();
            if (text.contains("cut")) {
                call.request().connection().close();
            } else if (!text.contains("silent")) {
                call.answer(text.contains("good") ? 200 : 422, Backend.COMPLETION);
            }
        });
        Relay own = Pool.deploy(
                vertx,
                new JsonObject().put("first_byte_ms", 300).put("retry", new JsonObject().put("times", 0)),
                Pool.account("main", failing.url()));
        try (RawCaller caller = RawCaller.of(own)) {
            for (String how : List.of("bad", "cut", "silent", "good", "bad", "good")) {
                caller.send(request("", how));
                String head = caller.readHead();
                assertThat(head).contains(status(how)).doesNotContain("connection: close");
                caller.readBytes(Integer.parseInt(head.replaceFirst("(?is).*content-length: *(\\d+).*", "$1")));
            }
        }
    }

    private static String status(String how) {
        return switch (how) {
            case "good" -> "HTTP/1.1 200 ";
            case "bad" -> "HTTP/1.1 422 ";
            case "cut" -> "HTTP/1.1 502 ";
            default -> "HTTP/1.1 504 ";
        };
    }

    private static String request(String headers) {
        return request(headers, "me");
    }

    private static String request(String headers, String user) {
        String body = Pool.ask().put("user", user).encode();
        return "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\n" + headers + "content-length: "
                + body.length() + "\r\n\r\n" + body;
    }
}
