package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A connection without a request is closed in time, and one with a request is let alone. */
@ExtendWith(VertxExtension.class)
final class VisitsTest {
    private static final String PING = "GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n";

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @Test
    void connectionThatSaysNothing_isClosed() throws IOException {
        awaitClosedUnasked(deploy("request_ms"));
    }

    @Test
    void headThatIsNeverFinished_isClosedThoughItGoesOn() throws IOException {
        try (RawCaller caller = RawCaller.of(deploy("request_ms"))) {
            caller.send("GET /health/live HTTP/1.1\r\nx: ");
            caller.sendUntilClosed();
        }
    }

    @Test
    void connectionWithoutAnotherRequest_isClosed() throws IOException {
        awaitClosedAfterAnAnswer(deploy("idle_ms"));
    }

    @Test
    void secondHeadThatIsNeverFinished_isClosedThoughItGoesOn() throws IOException {
        try (RawCaller caller = RawCaller.of(deploy("idle_ms"))) {
            caller.send(PING + "GET /health/live HTTP/1.1\r\nx: ");
            caller.sendUntilClosed();
        }
    }

    @Test
    void bodyThatNobodyReads_doesNotKeepTheConnection() throws IOException {
        try (RawCaller caller = RawCaller.of(deploy("idle_ms"))) {
            caller.send("POST /atmar/ HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\n"
                    + "content-length: 1000000\r\n\r\n");
            assertThat(caller.readHead()).contains(" 415 ");
            caller.sendUntilClosed();
        }
    }

    @Test
    void callThatTakesLonger_isAnsweredOnTheSameConnection() throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("request_ms", 300).put("idle_ms", 300));
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(PING);
            caller.readUntil("}");
            caller.post("/atmar/", new JsonObject().put("url", backend.url()).put("params", 1));
            Backend.Call call = backend.next();
            awaitClosedUnasked(relay);
            awaitClosedAfterAnAnswer(relay);
            call.answer(200, "{\"n\": 1}");
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(caller.readUntil("}")).contains("1");
            assertThat(caller.readRest()).as("and is closed in time").doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void streamThatTakesLonger_isNotCut() throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(vertx, new JsonObject().put("request_ms", 300), Pool.account("main", backend.url()));
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.post(Pool.PATH, Pool.stream());
            Backend.Call call = backend.next();
            HttpServerResponse stream = call.response(200, "content-type", "text/event-stream");
            String event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
            call.loop().runOnContext(now -> stream.setChunked(true).write(event));
            caller.readUntil("\"hi\"");
            awaitClosedUnasked(relay);
            call.loop().runOnContext(now -> stream.end("data: [DONE]\n\n"));
            assertThat(caller.readUntil("0\r\n\r\n")).contains("[DONE]");
        }
    }

    @Test
    void http2_isClosedOnceNoStreamIsLeft(@TempDir Path folder) throws Exception {
        Backend backend = Backend.silent(vertx);
        JsonObject settings = SelfSigned.tls(folder).put("request_ms", 5000).put("idle_ms", 300);
        Relay relay = Relay.deploy(vertx, settings);
        HttpClient client = vertx.createHttpClient(SelfSigned.http2());
        HttpClientRequest request = Await.await(client.request(HttpMethod.POST, relay.port(), "127.0.0.1", "/atmar/"));
        Promise<Void> closed = Promise.promise();
        request.connection().closeHandler(gone -> closed.complete());
        JsonObject body = new JsonObject().put("url", backend.url()).put("params", 1);
        request.putHeader("content-type", "application/json").send(Buffer.buffer(body.encode()));
        Backend.Call call = backend.next();
        assertThat(ping(client, relay)).isSameAs(request.connection());
        Promise<Void> otherClosed = Promise.promise();
        ping(vertx.createHttpClient(SelfSigned.http2()), relay).closeHandler(gone -> otherClosed.complete());
        Await.await(otherClosed.future());
        assertThat(closed.future().isComplete()).isFalse();
        call.answer(200, "{}");
        assertThat(Await.await(request.response().map(HttpClientResponse::statusCode)))
                .isEqualTo(200);
        Await.await(closed.future());
    }

    private static HttpConnection ping(HttpClient client, Relay relay) {
        HttpClientRequest ping = Await.await(client.request(HttpMethod.GET, relay.port(), "127.0.0.1", "/health/live"));
        assertThat(Await.await(ping.send().map(HttpClientResponse::statusCode))).isEqualTo(200);
        return ping.connection();
    }

    /** That long a connection lives that came later than all others here. */
    private static void awaitClosedUnasked(Relay relay) throws IOException {
        try (RawCaller silent = RawCaller.of(relay)) {
            assertThat(silent.readRest()).isEmpty();
        }
    }

    private static void awaitClosedAfterAnAnswer(Relay relay) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(PING);
            assertThat(caller.readRest()).startsWith("HTTP/1.1 200 ").endsWith("}");
        }
    }

    private Relay deploy(String soon) {
        return Relay.deploy(vertx, new JsonObject().put(soon, 300));
    }
}
