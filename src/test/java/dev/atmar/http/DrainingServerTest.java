package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that drains: what is in flight ends, what comes new is refused, who leaves is counted out. */
@ExtendWith(VertxExtension.class)
final class DrainingServerTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final int MAX_IN_FLIGHT = 3;

    /** Requests that wait for {@link #answerOne}; touched on the server's event loop only. */
    private final Queue<HttpServerResponse> held = new ArrayDeque<>();

    /** Kept: Vert.x closes a client, and with it what it has in flight, as soon as nobody refers to it. */
    private final List<HttpClient> clients = new ArrayList<>();

    private Served server;

    @BeforeEach
    void serve(Vertx vertx) {
        server = Served.on(vertx, MAX_IN_FLIGHT, router -> routes(vertx, router));
    }

    private void routes(Vertx vertx, Router router) {
        Front.jsonBodies(vertx, router, 1_000_000);
        router.route("/held").handler(context -> {
            Cancellation caller = new Cancellation();
            context.response().closeHandler(closed -> caller.cancel());
            held.add(context.response());
        });
        router.route("/streamed").handler(context -> {
            context.response().closeHandler(closed -> {});
            context.response().setChunked(true).write("begun");
        });
        router.route("/quick").handler(context -> Answers.json(context.response(), 200, Buffer.buffer("1")));
    }

    @Test
    void whatIsInFlightEnds_whileWhatIsNewGets503AndAConnectionThatCloses() throws IOException {
        try (RawCaller before = new RawCaller(server.port);
                RawCaller idle = new RawCaller(server.port);
                RawCaller late = new RawCaller(server.port)) {
            idle.send("GET", "/quick", null, null).answer();
            before.send("GET", "/held", null, null);
            server.untilInFlight(1);
            Future<Void> drained = server.drain(LONG);
            for (RawCaller refused : new RawCaller[] {idle, late}) {
                RawCaller.Answer answer =
                        refused.send("POST", "/quick", "application/json", "{}").answer();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("connection")).isEqualTo("close");
                assertThat(answer.header("retry-after")).isEqualTo("1");
                assertThat(answer.header("x-request-id")).isNotBlank();
                assertThat(code(answer.body())).isEqualTo("draining");
                assertThat(refused.isClosedByServer()).isTrue();
            }
            assertThat(drained.isComplete()).isFalse();
            answerOne();
            assertThat(before.answer().status()).isEqualTo(200);
            Until.done(drained);
            server.untilInFlight(0);
        }
    }

    @Test
    void aLargeBodyOfWhatIsNewIsReadToItsEnd_soThatTheAnswerArrives() throws IOException {
        Until.done(server.drain(LONG));
        try (RawCaller caller = new RawCaller(server.port)) {
            String large = "x".repeat(3_000_000);
            RawCaller.Answer answer =
                    caller.send("POST", "/quick", "text/plain", large).answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(caller.isClosedByServer()).isTrue();
        }
    }

    @Test
    void healthTellsThatItDrains_andIsStillAlive() throws IOException {
        try (RawCaller caller = new RawCaller(server.port)) {
            assertThat(caller.send("GET", "/health/ready", null, null).answer().status())
                    .isEqualTo(200);
            Until.done(server.drain(LONG));
            RawCaller.Answer ready =
                    caller.send("GET", "/health/ready", null, null).answer();
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.body()).contains("draining");
            assertThat(caller.send("GET", "/health/live", null, null).answer().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tooManyAtOnceAreRefused_andOneThatEndsMakesRoom() throws IOException {
        RawCaller[] callers = new RawCaller[MAX_IN_FLIGHT];
        for (int index = 0; index < MAX_IN_FLIGHT; index++) {
            callers[index] = new RawCaller(server.port).send("GET", "/held", null, null);
        }
        server.untilInFlight(MAX_IN_FLIGHT);
        assertThat(code(once("GET", "/quick").body())).isEqualTo("overloaded");
        answerOne();
        server.untilInFlight(MAX_IN_FLIGHT - 1);
        assertThat(once("GET", "/quick").status()).isEqualTo(200);
        for (RawCaller caller : callers) {
            caller.close();
        }
        server.untilInFlight(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/held", "/streamed"})
    void clientLeaves_itIsCountedOutOnce(String path) throws IOException {
        for (boolean reset : new boolean[] {false, true}) {
            RawCaller stays = new RawCaller(server.port).send("GET", path, null, null);
            RawCaller leaves = new RawCaller(server.port).send("POST", path, null, "{}");
            server.untilInFlight(2);
            if (reset) {
                leaves.reset();
            } else {
                leaves.close();
            }
            server.untilInFlight(1);
            stays.close();
            server.untilInFlight(0);
        }
    }

    @Test
    void clientLeavesInMidBody_itIsCountedOut() throws IOException {
        RawCaller caller = new RawCaller(server.port);
        caller.send("POST /held HTTP/1.1\r\nhost: h\r\ncontent-length: 1000\r\n\r\nhalf");
        server.untilInFlight(1);
        caller.close();
        server.untilInFlight(0);
    }

    @Test
    void theLastClientLeaves_theDrainIsDone() throws IOException {
        RawCaller caller = new RawCaller(server.port).send("GET", "/held", null, null);
        server.untilInFlight(1);
        Future<Void> drained = server.drain(LONG);
        caller.close();
        Until.done(drained);
        server.untilInFlight(0);
    }

    @Test
    void aRequestThatFails_isCountedOut() throws IOException {
        assertThat(once("GET", "/none").status()).isEqualTo(404);
        assertThat(once("DELETE", "/none").status()).isEqualTo(404);
        server.untilInFlight(0);
    }

    @Test
    void overHttp2_aStreamThatIsReset_isCountedOut(Vertx vertx) {
        HttpClientRequest leaves = request(http2(vertx), "/held");
        HttpClientRequest stays = request(http2(vertx), "/held");
        leaves.end();
        stays.end();
        server.untilInFlight(2);
        leaves.reset(8);
        server.untilInFlight(1);
        stays.connection().close();
        server.untilInFlight(0);
    }

    @Test
    void overHttp2_whatIsNewGets503(Vertx vertx) {
        HttpClient client = http2(vertx);
        Until.done(server.drain(LONG));
        HttpClientResponse answer = Until.done(request(client, "/quick").send());
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.getHeader("connection")).isNull();
        assertThat(answer.getHeader("retry-after")).isEqualTo("1");
    }

    private HttpClient http2(Vertx vertx) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        clients.add(client);
        return client;
    }

    private HttpClientRequest request(HttpClient client, String path) {
        HttpClientRequest request = Until.done(client.request(HttpMethod.GET, server.port, "127.0.0.1", path));
        request.exceptionHandler(left -> {});
        return request;
    }

    private RawCaller.Answer once(String method, String path) throws IOException {
        try (RawCaller caller = new RawCaller(server.port)) {
            return caller.send(method, path, null, null).answer();
        }
    }

    private void answerOne() {
        server.context.runOnContext(turn -> Answers.json(held.remove(), 200, Buffer.buffer("1")));
    }

    private static String code(String body) {
        return new JsonObject(body).getJsonObject("error").getString("code");
    }
}
