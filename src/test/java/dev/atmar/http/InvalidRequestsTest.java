package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the decoder cannot read has the one error shape and an id, as everything else, and ends the connection. */
@ExtendWith(VertxExtension.class)
final class InvalidRequestsTest {
    static Stream<Arguments> requests() {
        return Stream.of(
                Arguments.of("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nhost: h\r\n\r\n", 414, "uri_too_long"),
                Arguments.of(
                        "GET / HTTP/1.1\r\nhost: h\r\nx: " + "y".repeat(20_000) + "\r\n\r\n", 431, "headers_too_large"),
                Arguments.of("NONSENSE\r\n\r\n", 400, "bad_request"),
                Arguments.of("GET / HTTP/x\r\nhost: h\r\n\r\n", 400, "bad_request"),
                Arguments.of("GET / HTTP/1.1\r\nhost: h\r\nno colon\r\n\r\n", 400, "bad_request"),
                Arguments.of("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: ten\r\n\r\n", 400, "bad_request"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestThatCannotBeRead_isToldSo(String request, int status, String code, Vertx vertx) throws IOException {
        HttpServer server = Until.done(vertx.createHttpServer()
                .invalidRequestHandler(InvalidRequests::refuse)
                .requestHandler(served -> served.response().end("served"))
                .listen(0, "127.0.0.1"));
        try (RawCaller caller = new RawCaller(server.actualPort())) {
            RawCaller.Answer answer = caller.send(request).answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(answer.header("x-request-id")).isNotBlank();
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                    .isEqualTo(code);
            assertThat(caller.everything()).isEmpty();
        }
    }
}
