package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that cannot be served: each is told what is wrong with it, and the relay goes on. */
@ExtendWith(VertxExtension.class)
final class BadInputTest {
    private static final List<String> ROUTES = List.of("/deepseek/", "/a_deepseek/", "/atmar/");
    private static final String DEEP = "[".repeat(5000) + "]".repeat(5000);

    private Backend backend;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx vertx) {
        backend = Backend.json(vertx, 200, Backend.COMPLETION);
        relay = Relay.deploy(vertx, new JsonObject().put("deepseek", new JsonObject().put("url", backend.url())));
    }

    @AfterEach
    void goodRequest_isServedAfterIt() {
        int before = backend.total();
        for (String route : ROUTES) {
            HttpResponse<String> answer = relay.post(route, served(route));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        assertThat(backend.total()).isEqualTo(before + 3);
    }

    static List<Arguments> bodies() {
        List<Arguments> bodies = new ArrayList<>();
        for (String route : ROUTES) {
            for (String body : List.of("", "  ", "x", "{", "\"text\"", "12", "null", "{} {}", "{}]", "\u0000")) {
                bodies.add(Arguments.of(route, body, "body"));
            }
            bodies.add(Arguments.of(route, "{\"a\":}", "a"));
            bodies.add(Arguments.of(route, good(route).put("timeout_ms", "1").encode(), "timeout_ms"));
            bodies.add(Arguments.of(route, good(route).put("timeout_ms", 0).encode(), "timeout_ms"));
            bodies.add(Arguments.of(route, good(route).put("timeout_ms", 1.5).encode(), "timeout_ms"));
            bodies.add(
                    Arguments.of(route, good(route).put("timeout_ms", 1L << 60).encode(), "timeout_ms"));
            bodies.add(Arguments.of(
                    route,
                    "{\"timeout_ms\":1" + "0".repeat(500) + ","
                            + good(route).encode().substring(1),
                    "timeout_ms"));
        }
        for (String route : List.of("/deepseek/", "/a_deepseek/")) {
            bodies.add(Arguments.of(route, "[]", "body"));
            for (Object wrong : List.of(1, "", " ", true, new JsonArray(), new JsonObject())) {
                bodies.add(Arguments.of(route, good(route).put("model", wrong).encode(), "model"));
            }
            for (Object wrong : List.of(1, "text", true, new JsonObject())) {
                bodies.add(
                        Arguments.of(route, good(route).put("messages", wrong).encode(), "messages"));
            }
            bodies.add(Arguments.of(route, without(route, "model"), "model"));
            bodies.add(Arguments.of(route, good(route).putNull("model").encode(), "model"));
            bodies.add(Arguments.of(route, without(route, "messages"), "messages"));
            bodies.add(Arguments.of(route, without(route, "api_key"), "api_key"));
            bodies.add(Arguments.of(route, good(route).put("api_key", 1).encode(), "api_key"));
            bodies.add(Arguments.of(route, good(route).put("api_key", "").encode(), "api_key"));
            bodies.add(Arguments.of(route, good(route).put("stream", "true").encode(), "stream"));
            bodies.add(Arguments.of(route, "{\"messages\":" + DEEP + ",\"model\":\"m\"}", "messages"));
        }
        for (String route : List.of("/a_deepseek/", "/atmar/")) {
            bodies.add(Arguments.of(route, without(route, "url"), "url"));
            bodies.add(Arguments.of(route, good(route).put("url", 1).encode(), "url"));
            bodies.add(Arguments.of(route, good(route).put("url", "").encode(), "url"));
        }
        bodies.add(Arguments.of("/atmar/", without("/atmar/", "params"), "params"));
        bodies.add(Arguments.of("/atmar/", good("/atmar/").put("param", 1).encode(), "param"));
        bodies.add(
                Arguments.of("/atmar/", good("/atmar/").put("headers", "a: b").encode(), "headers"));
        bodies.add(Arguments.of("/atmar/", "{\"url\":\"http://x\",\"headers\":{\"a\":1},\"params\":1}", "headers.a"));
        bodies.add(Arguments.of("/atmar/", "{\"url\":\"http://x\",\"params\":" + DEEP + "}", "params"));
        bodies.add(Arguments.of("/atmar/", "[{\"url\":\"http://x\",\"params\":" + DEEP + "}]", "body[0].params"));
        return bodies;
    }

    @ParameterizedTest(name = "{0} {2} {index}")
    @MethodSource("bodies")
    void body_thatIsWrongIsAnsweredWithTheFieldAtFault(String route, String body, String param) {
        HttpResponse<String> answer = relay.post(route, body);
        String code = new JsonObject(answer.body()).getJsonObject("error").getString("code");
        Answered.error(answer, 400, code, param);
        assertThat(code).isIn("invalid_json", "invalid_value");
        assertThat(backend.total()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deepseek/", "/a_deepseek/", "/atmar/"})
    void body_ofTwentyMegabytesIsTooLarge(String route) {
        String body = "{\"params\":\"" + "a".repeat(20 << 20) + "\"}";
        Answered.error(relay.post(route, body), 413, "body_too_large", "body");
        HttpRequest chunked = relay.to(route)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body)))
                .build();
        Answered.error(Relay.send(chunked), 413, "body_too_large", "body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deepseek/", "/a_deepseek/", "/atmar/", "/atmar"})
    void otherMethods_areNotAllowed(String route) {
        Answered.error(relay.get(route), 405, "method_not_allowed", null);
        HttpRequest put = relay.to(route).PUT(BodyPublishers.ofString("{}")).build();
        Answered.error(Relay.send(put), 405, "method_not_allowed", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x", ""})
    void bodyThatCallsItselfSomethingElse_isNotTaken(String type) {
        for (String route : ROUTES) {
            Answered.error(relay.post(route, good(route), "content-type", type), 415, "unsupported_media_type", null);
        }
    }

    @Test
    void bodyWithoutAType_isTaken() {
        for (String route : ROUTES) {
            HttpRequest request = HttpRequest.newBuilder(relay.to(route).build().uri())
                    .POST(BodyPublishers.ofString(served(route).encode()))
                    .build();
            assertThat(Relay.send(request).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void unknownRoute_isNotFound() {
        Answered.error(relay.post("/nowhere", "{}"), 404, "not_found", null);
        Answered.error(relay.get("/"), 404, "not_found", null);
    }

    private static String without(String route, String field) {
        JsonObject request = good(route);
        request.remove(field);
        return request.encode();
    }

    private JsonObject served(String route) {
        return route.equals("/deepseek/") ? good(route) : good(route).put("url", backend.url());
    }

    /** Nothing is wrong with it, but that nobody listens there. */
    private static JsonObject good(String route) {
        JsonObject request = new JsonObject();
        if (!route.equals("/deepseek/")) {
            request.put("url", "http://127.0.0.1:1");
        }
        return route.equals("/atmar/")
                ? request.put("params", new JsonObject())
                : request.put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
    }
}
