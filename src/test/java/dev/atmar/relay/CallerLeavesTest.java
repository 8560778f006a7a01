package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whenever a caller leaves: the upstream is let go, the place is free, and nothing is sent any more. */
@ExtendWith(VertxExtension.class)
final class CallerLeavesTest {
    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whileQueued_theUpstreamIsNotAsked(boolean hard) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(backend.url());
        CompletableFuture<?> running = relay.postLater(Pool.PATH, Pool.ask());
        Backend.Call call = backend.next();
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask());
        until(relay, "atmar_queue_length{account=\"main\"}", 1);
        leave(leaver, hard);
        until(relay, "atmar_queue_length{account=\"main\"}", 0);
        call.answer(200, Backend.COMPLETION);
        Await.await(running);
        Pool.awaitFree(relay, "main");
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void whileTheHeadIsAwaited_theUpstreamIsLetGo(boolean stream, boolean hard) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(backend.url());
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask().put("stream", stream));
        Backend.Call call = backend.next();
        leave(leaver, hard);
        Await.await(call.closed());
        Pool.awaitFree(relay, "main");
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void inTheMiddleOfTheAnswer_theUpstreamIsLetGo(boolean stream, boolean hard) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            calls.incrementAndGet();
            session.write(stream ? Chunked.STREAM_HEAD : Chunked.JSON_HEAD);
            session.write(Chunked.chunk(stream ? "data: {\"choices\":[]}\n\n" : "{\"choices\":["));
            begun.complete(null);
            session.awaitClose();
        })) {
            Relay relay = deploy(peer.url());
            RawCaller leaver = RawCaller.of(relay);
            leaver.post(Pool.PATH, Pool.ask().put("stream", stream));
            if (stream) {
                leaver.readUntil("data: {\"choices\":[]}");
            }
            Await.await(begun);
            leave(leaver, hard);
            peer.awaitPlayed();
            Pool.awaitFree(relay, "main");
            assertThat(calls).hasValue(1);
        }
    }

    /** The pause of one who stays begins later and lasts as long: when it is over, so is that of the one who left. */
    @Test
    void inThePauseBeforeARetry_nothingIsAskedAnyMore() throws IOException {
        AtomicInteger leavers = new AtomicInteger();
        AtomicInteger stayers = new AtomicInteger();
        Backend backend = Backend.of(vertx, call -> {
            AtomicInteger whose = call.text().contains("leaver") ? leavers : stayers;
            call.answer(whose.incrementAndGet() == 1 ? 503 : 200, Backend.COMPLETION, "retry-after", "2");
        });
        Relay relay = deploy(backend.url());
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask().put("user", "leaver"));
        backend.next();
        Pool.awaitFree(relay, "main");
        leave(leaver, false);
        until(relay, "atmar_requests_in_flight", 0);
        assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(200);
        assertThat(stayers).hasValue(2);
        assertThat(leavers).hasValue(1);
    }

    @Test
    void whileConnecting_thePlaceIsFreeAndNothingIsSent() throws IOException {
        List<Socket> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fill(full, fillers);
            JsonObject settings = new JsonObject().put("connect_ms", 60_000);
            Relay relay = Pool.deploy(
                    vertx,
                    settings,
                    Pool.account("main", "http://127.0.0.1:" + full.getLocalPort())
                            .put("limit", 1));
            RawCaller leaver = RawCaller.of(relay);
            leaver.post(Pool.PATH, Pool.ask());
            until(relay, "atmar_in_flight{account=\"main\"}", 1);
            leave(leaver, false);
            Pool.awaitFree(relay, "main");
            until(relay, "atmar_requests_in_flight", 0);
        } finally {
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    /** Until a connection is not taken up any more. */
    private static void fill(ServerSocket server, List<Socket> fillers) throws IOException {
        try {
            for (int i = 0; i < 100; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                filler.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 500);
            }
            throw new AssertionError("the backlog is never full");
        } catch (SocketTimeoutException full) {
            // as it shall be
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamOfHttp2ThatIsReset_letsTheUpstreamGo(boolean stream, @TempDir Path folder) throws Exception {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(
                vertx,
                SelfSigned.tls(folder),
                Pool.account("main", backend.url()).put("limit", 1));
        HttpClient client = vertx.createHttpClient(SelfSigned.http2());
        HttpClientRequest request = Await.await(client.request(HttpMethod.POST, relay.port(), "127.0.0.1", Pool.PATH));
        request.exceptionHandler(reset -> {});
        request.putHeader("content-type", "application/json");
        request.send(Buffer.buffer(Pool.ask().put("stream", stream).encode()));
        Backend.Call call = backend.next();
        request.reset();
        Await.await(call.closed());
        Pool.awaitFree(relay, "main");
        Await.await(client.close());
    }

    @Test
    void withAnotherRequestBehind_thatOneIsNotAskedEither() throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask());
        leaver.post(Pool.PATH, Pool.ask());
        Backend.Call call = backend.next();
        leave(leaver, false);
        Await.await(call.closed());
        until(relay, "atmar_requests_in_flight", 0);
        relay.settle();
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void whileAConnectionIsWaitedFor_theNextOneGetsIt() throws IOException {
        Backend backend = Backend.silent(vertx);
        JsonObject settings = new JsonObject().put("max_connections", 1).put("connect_ms", 60_000);
        Relay relay = Pool.deploy(vertx, settings, Pool.account("main", backend.url()));
        CompletableFuture<HttpResponse<String>> first = relay.postLater(Pool.PATH, Pool.ask());
        Backend.Call call = backend.next();
        RawCaller leaver = RawCaller.of(relay);
        leaver.post(Pool.PATH, Pool.ask());
        until(relay, "atmar_in_flight{account=\"main\"}", 2);
        leave(leaver, false);
        until(relay, "atmar_in_flight{account=\"main\"}", 1);
        CompletableFuture<HttpResponse<String>> last = relay.postLater(Pool.PATH, Pool.ask());
        until(relay, "atmar_in_flight{account=\"main\"}", 2);
        call.answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(first).statusCode()).isEqualTo(200);
        assertThat(Await.await(last).statusCode()).isEqualTo(200);
        assertThat(backend.total()).isEqualTo(2);
    }

    private static void leave(RawCaller caller, boolean hard) throws IOException {
        if (hard) {
            caller.reset();
        } else {
            caller.close();
        }
    }

    private static void until(Relay relay, String sample, double value) {
        long giveUp = System.nanoTime() + Await.SECONDS * 1_000_000_000L;
        while (Numbers.of(relay).value(sample) != value) {
            assertThat(System.nanoTime()).as(sample).isLessThan(giveUp);
        }
    }

    private Relay deploy(String url) {
        return Pool.deploy(vertx, new JsonObject(), Pool.account("main", url).put("limit", 1));
    }
}
