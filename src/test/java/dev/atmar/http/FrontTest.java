package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.json.RawObject;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
final class FrontTest {
    private static final int MAX_BODY_BYTES = 1000;

    private int port;

    @BeforeEach
    void serve(Vertx vertx) {
        port = Served.on(vertx, 100, router -> routes(vertx, router)).port;
    }

    private static void routes(Vertx vertx, Router router) {
        Front.jsonBodies(vertx, router, MAX_BODY_BYTES);
        router.post("/echo").handler(context -> Answers.json(context.response(), 200, Front.body(context)));
        Front.only(router, HttpMethod.POST, "/only", context -> Answers.json(context.response(), 200, Buffer.buffer()));
        router.post("/parsed").handler(context -> {
            RawObject object = RawObject.parse(Front.body(context));
            Answers.json(context.response(), 200, object.value("a"));
        });
        router.post("/bug").handler(context -> {
            throw new IllegalStateException("sk-canary");
        });
        router.post("/refused").handler(context -> context.fail(ApiException.busy(429, "full", "come again", 3)));
        router.post("/half").handler(context -> {
            context.response().putHeader("content-length", "100").write("half");
            Answers.error(context.response(), new IllegalStateException());
        });
        router.post("/twice").handler(context -> {
            Answers.json(context.response(), 200, Buffer.buffer("1"));
            Answers.json(context.response(), 500, Buffer.buffer("2"));
            Answers.error(context.response(), new IllegalStateException());
        });
    }

    @Test
    void aBodyIsReadAndAnsweredAndTheConnectionStays() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            for (int round = 0; round < 3; round++) {
                RawCaller.Answer answer = caller.send("POST", "/echo", "application/json", "{\"é\":1}")
                        .answer();
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("{\"é\":1}");
                assertThat(answer.header("content-type")).isEqualTo("application/json");
            }
        }
    }

    @Test
    void everyAnswerHasARequestIdOfItsOwn() throws IOException {
        String[][] requests = {
            {"GET", "/health/live", null, null},
            {"GET", "/none", null, null},
            {"GET", "/echo", null, null},
            {"POST", "/echo", "text/plain", "x"},
            {"POST", "/echo", null, "x".repeat(MAX_BODY_BYTES + 1)},
            {"POST", "/parsed", null, "["},
            {"POST", "/bug", null, "{}"},
            {"POST", "/echo", null, "{}"}
        };
        Set<String> ids = new HashSet<>();
        for (String[] request : requests) {
            try (RawCaller caller = new RawCaller(port)) {
                ids.add(caller.send(request[0], request[1], request[2], request[3])
                        .answer()
                        .header("x-request-id"));
            }
        }
        assertThat(ids).hasSize(requests.length).doesNotContainNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /none, , 404, not_found",
        "POST, /echo/more, {}, 404, not_found",
        "GET, /echo, , 405, method_not_allowed",
        "DELETE, /echo, , 405, method_not_allowed",
        "BREW, /echo, , 405, method_not_allowed",
        "POST, /parsed, [], 400, invalid_value",
        "POST, /parsed, {, 400, invalid_json",
        "POST, /parsed, , 400, invalid_value",
        "POST, /refused, {}, 429, full",
        "POST, /bug, {}, 500, internal"
    })
    void anErrorHasItsOneShape(String method, String path, String body, int status, String code) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertError(caller.send(method, path, "application/json", body).answer(), status, code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /none, text/plain, 404, not_found, ",
        "PUT, /echo, text/plain, 405, method_not_allowed, ",
        "PUT, /only, text/plain, 405, method_not_allowed, POST",
        "GET, /only/, application/json, 405, method_not_allowed, POST",
        "POST, /health/live, application/json, 405, method_not_allowed, GET",
        "DELETE, /health/ready/, text/plain, 405, method_not_allowed, GET"
    })
    void whatIsNotServedIsSaidBeforeTheBodyIsJudged(
            String method, String path, String type, int status, String code, String allowed) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            RawCaller.Answer answer = caller.send(method, path, type, "x").answer();
            assertError(answer, status, code);
            assertThat(answer.header("allow")).isEqualTo(allowed);
        }
    }

    @Test
    void aRequestThatCannotBeReadIs400InTheSameShape() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertError(caller.send("POST", "/%zz", "application/json", "{}").answer(), 400, "bad_request");
        }
    }

    @Test
    void whatIsRefusedSaysWhenToComeAgain() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertThat(caller.send("POST", "/refused", null, "{}").answer().header("retry-after"))
                    .isEqualTo("3");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON; charset=utf-8",
                "application/json ;x=y",
                "text/json",
                "application/vnd.api+json"
            })
    void whatCallsItselfJsonIsTaken(String type) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertThat(caller.send("POST", "/echo", type, "{}").answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatDoesNotCallItselfAnythingIsTaken() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertThat(caller.send("POST", "/echo", null, "{}").answer().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "json",
                ";",
                "application/jsonp"
            })
    void anotherContentTypeIs415_andTheConnectionStays(String type) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            for (int round = 0; round < 2; round++) {
                String large = "x".repeat(300_000);
                assertError(caller.send("POST", "/echo", type, large).answer(), 415, "unsupported_media_type");
            }
        }
    }

    @Test
    void aBodyOfTheMostBytesIsTakenAndOneMoreIs413() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            String most = "x".repeat(MAX_BODY_BYTES);
            assertThat(caller.send("POST", "/echo", null, most).answer().body()).isEqualTo(most);
            assertError(caller.send("POST", "/echo", null, most + "x").answer(), 413, "body_too_large");
        }
    }

    @Test
    void aBodyOfUnknownLengthIs413AsSoonAsItIsTooLong() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            caller.send("POST /echo HTTP/1.1\r\nhost: h\r\ntransfer-encoding: chunked\r\n\r\n");
            caller.send("800\r\n" + "x".repeat(0x800) + "\r\n");
            assertError(caller.answer(), 413, "body_too_large");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health/live/", "/health/ready/", "/health/live?x=1"})
    void healthIsAnswered(String path) throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            RawCaller.Answer answer = caller.send("GET", path, null, null).answer();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(new JsonObject(answer.body()).getString("status")).isIn("live", "ready");
        }
    }

    @Test
    void aRouteIsThereWithAndWithoutItsLastSlash() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertThat(caller.send("POST", "/echo/", null, "{}").answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aFailureAfterTheHead_cutsTheConnectionSoThatNoHalfLooksWhole() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            String all = caller.send("POST", "/half", null, "{}").everything();
            assertThat(all).contains("content-length: 100").endsWith("half");
        }
    }

    @Test
    void ofTwoAnswersTheFirstCounts() throws IOException {
        try (RawCaller caller = new RawCaller(port)) {
            assertThat(caller.send("POST", "/twice", null, "{}").answer().body())
                    .isEqualTo("1");
            assertThat(caller.send("POST", "/echo", null, "3").answer().body()).isEqualTo("3");
        }
    }

    private static void assertError(RawCaller.Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.header("x-request-id")).isNotBlank();
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message")).isNotBlank();
        assertThat(error.getString("type")).isNotBlank();
        assertThat(answer.body()).doesNotContain("sk-canary");
    }
}
