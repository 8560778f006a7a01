package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.relay.RawPeer.Session;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account with {@code http: "2"}: what is spoken, and what its callers see of an upstream that breaks off. */
@ExtendWith(VertxExtension.class)
final class Http2UpstreamTest {
    private static final int BIG = 20 << 20;

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @Test
    void accountsCallsAndModels_goOverHttp2_othersDoNot() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = deploy(backend.url(), new JsonObject());
        assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
        assertThat(backend.next().request().version()).isEqualTo(HttpVersion.HTTP_2);
        relay.get("/v1/models");
        assertThat(backend.next().request().version()).isEqualTo(HttpVersion.HTTP_2);
        relay.post("/atmar/", new JsonObject().put("url", backend.url()).put("params", 1));
        assertThat(backend.next().request().version()).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @Test
    void upstreamThatSpeaksHttp1Only_is502() {
        HttpServer http1 = Await.await(vertx.createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "127.0.0.1"));
        Relay relay = deploy("http://127.0.0.1:" + http1.actualPort(), new JsonObject());
        assertThat(code(relay.post(Pool.PATH, Pool.ask()), 502)).isEqualTo("upstream_not_http2");
        Pool.awaitFree(relay, "main");
    }

    @Test
    void upstreamThatClosesAtOnce_is502() throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {})) {
            Relay relay = deploy(peer.url(), new JsonObject());
            assertThat(code(relay.post(Pool.PATH, Pool.ask()), 502)).isEqualTo("upstream_closed");
            Pool.awaitFree(relay, "main");
        }
    }

    @Test
    void upstreamThatSaysNothing_is504InTime() throws IOException {
        try (RawPeer peer = RawPeer.of(Session::awaitClose)) {
            JsonObject soon = new JsonObject()
                    .put("connect_ms", 300)
                    .put("retry", new JsonObject().put("times", 0).put("budget_percent", 0));
            Relay relay = deploy(peer.url(), soon);
            assertThat(code(relay.post(Pool.PATH, Pool.ask()), 504)).isEqualTo("connect_timeout");
            Pool.awaitFree(relay, "main");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "reset", "go away", "close"})
    void callThatTheUpstreamBreaksOff_isMadeAgain(String how) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        CompletableFuture<Void> broken = new CompletableFuture<>();
        try (RawPeer peer = RawPeer.of(session -> {
            boolean first = connections.incrementAndGet() == 1;
            session.write(Frames.settings());
            Frames.readRequest(session, 1);
            if (first) {
                breakOff(session, how);
                broken.complete(null);
                if (how.equals("close") || how.equals("go away")) {
                    return;
                }
                Frames.readRequest(session, 3);
                answer(session, 3);
            } else {
                answer(session, 1);
            }
            session.awaitClose();
        })) {
            Relay relay = deploy(peer.url(), new JsonObject());
            HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
            Await.await(broken);
            assertThat(answer.body()).isEqualTo(Backend.COMPLETION);
            Pool.awaitFree(relay, "main");
        }
    }

    private static void breakOff(Session session, String how) throws IOException {
        switch (how) {
            case "refused" -> session.write(Frames.reset(1, Frames.REFUSED));
            case "reset" -> session.write(Frames.reset(1, 2));
            case "go away" -> session.write(Frames.goAway(0, 0));
            default -> {}
        }
    }

    private static void answer(Session session, int stream) throws IOException {
        session.write(Frames.of(
                Frames.HEADERS,
                Frames.END_HEADERS,
                stream,
                Frames.block(":status", "200", "content-type", "application/json")));
        session.write(Frames.of(Frames.DATA, Frames.END_STREAM, stream, Backend.COMPLETION.getBytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "close"})
    void answerThatIsBrokenOffInTheMiddle_neverLooksWhole(String how) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
                    session.write(Frames.settings());
                    Frames.readRequest(session, 1);
                    session.write(Frames.of(
                            Frames.HEADERS,
                            Frames.END_HEADERS,
                            1,
                            Frames.block(":status", "200", "content-type", "text/event-stream")));
                    String event = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
                    session.write(Frames.of(Frames.DATA, 0, 1, event.getBytes()));
                    breakOff(session, how);
                    if (how.equals("reset")) {
                        session.awaitClose();
                    }
                });
                RawCaller caller = RawCaller.of(deploy(peer.url(), new JsonObject()))) {
            caller.post(Pool.PATH, Pool.stream());
            caller.readUntil("hi");
            assertThat(caller.readUntil("0\r\n\r\n"))
                    .contains("upstream_closed")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void callerWhoLeaves_resetsItsStreamOnly() throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(backend.url(), new JsonObject());
        CompletableFuture<HttpResponse<String>> other = relay.postLater(Pool.PATH, Pool.ask());
        Backend.Call stays = backend.next();
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask());
        Backend.Call left = backend.next();
        assertThat(left.request().connection()).isSameAs(stays.request().connection());
        leaver.close();
        Await.await(left.closed());
        stays.answer(200, Backend.COMPLETION);
        assertThat(Await.await(other).statusCode()).isEqualTo(200);
        Pool.awaitFree(relay, "main");
    }

    @Test
    void callerWhoDoesNotRead_doesNotStallTheOthersOnItsUpstreamConnection() throws IOException {
        Backend backend = Backend.of(vertx, call -> {
            if (call.text().contains("big")) {
                answerBig(call.response(200, "content-type", "application/json"));
            } else {
                call.answer(200, Backend.COMPLETION);
            }
        });
        Relay relay = deploy(backend.url(), new JsonObject().put("max_connections", 1));
        try (RawCaller slow = RawCaller.slowReader(relay)) {
            slow.post(Pool.PATH, Pool.ask().put("model", "big"));
            slow.readHead();
            for (int i = 0; i < 20; i++) {
                assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
            }
            assertThat(backend.connections()).isEqualTo(1);
            assertThat(slow.readBytes(BIG)).hasSize(BIG);
        }
    }

    /** In pieces: what Netty is given at once counts against the whole connection. */
    private static void answerBig(HttpServerResponse response) {
        response.putHeader("content-length", Integer.toString(BIG));
        String piece = "[" + "1".repeat(BIG / 320 - 2) + "]";
        for (int i = 1; i < 320; i++) {
            response.write(piece);
        }
        response.end(piece);
    }

    @Test
    void upstreamsSilence_isBoundedForEachStream() {
        Backend backend = Backend.silent(vertx);
        JsonObject soon = new JsonObject()
                .put("first_byte_ms", 300)
                .put("retry", new JsonObject().put("times", 0).put("budget_percent", 0));
        Relay relay = deploy(backend.url(), soon);
        assertThat(code(relay.post(Pool.PATH, Pool.ask()), 504)).isEqualTo("first_byte_timeout");
        Await.await(backend.next().closed());
        Pool.awaitFree(relay, "main");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void overTls_theUpstreamChooses(boolean offersHttp2, @TempDir Path folder) throws Exception {
        JsonObject files = SelfSigned.tls(folder).getJsonObject("tls");
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(offersHttp2)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(files.getString("cert"))
                        .setKeyPath(files.getString("key")));
        HttpServer server = Await.await(vertx.createHttpServer(options)
                .requestHandler(
                        request -> request.response().end(request.version().name()))
                .listen(0, "127.0.0.1"));
        HttpClientOptions calling =
                Multiplexing.call(65_536).setSsl(true).setTrustAll(true).setVerifyHost(false);
        HttpClient client = vertx.createHttpClient(calling, Multiplexing.pool(10));
        Future<Buffer> answer = client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                .compose(request -> request.send())
                .compose(HttpClientResponse::body);
        assertThat(Await.await(answer).toString()).isEqualTo(offersHttp2 ? "HTTP_2" : "HTTP_1_1");
    }

    private static String code(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).isEqualTo(status);
        return new JsonObject(answer.body()).getJsonObject("error").getString("code");
    }

    private Relay deploy(String url, JsonObject changes) {
        return Pool.deploy(vertx, changes, Pool.account("main", url).put("http", "2"));
    }
}
