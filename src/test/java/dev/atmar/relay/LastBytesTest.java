package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a caller has not taken yet when the relay has written all of it: waited for, and not for ever. */
@ExtendWith(VertxExtension.class)
final class LastBytesTest {
    /** More than the system takes in a caller's place. */
    private static final int BIG = 12 * 1024 * 1024;

    @Test
    void http2CallerWhoLeavesTheTailUnread_givesItsPlaceBack(Vertx vertx, @TempDir Path folder) throws Exception {
        JsonObject one = new JsonObject().put("max_in_flight", 1);
        Relay relay =
                Relay.deploy(vertx, SelfSigned.tls(folder).put("idle_ms", 500).put("targets", one));
        // A stream's first window is of 65,535 bytes: a few are left, too few to fill a queue.
        Backend backend = Backend.json(vertx, 200, "[" + "1".repeat(67_000) + "]");
        HttpClient client = vertx.createHttpClient(SelfSigned.http2());
        Promise<Void> cut = Promise.promise();
        Await.await(client.request(HttpMethod.POST, relay.port(), "127.0.0.1", "/atmar/")
                .compose(request -> {
                    request.exceptionHandler(cut::tryFail);
                    return request.putHeader("content-type", "application/json")
                            .send(to(backend.url()).encode());
                })
                .onSuccess(answer -> {
                    answer.exceptionHandler(cut::tryFail);
                    answer.pause();
                }));
        assertThat(Await.failureOf(cut.future()))
                .as("the stream is reset, or its connection is closed for being idle as long")
                .isInstanceOfAny(StreamResetException.class, HttpClosedException.class);
        assertThat(relay.post("/atmar/", to(backend.url())).statusCode()).isEqualTo(200);
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void callerWhoTakesNothingOfALongList_isCutOff(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("idle_ms", 500).put("drain_ms", 600_000));
        Backend backend = Backend.json(vertx, 200, big());
        try (RawCaller caller = RawCaller.slowReader(relay)) {
            caller.post("/atmar/", new JsonArray().add(to(backend.url())));
            caller.sendUntilClosed();
        }
        Await.await(relay.undeploy());
    }

    @Test
    void drain_waitsForTheCallerWhoStillReads(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("drain_ms", 600_000));
        Backend backend = Backend.json(vertx, 200, big());
        try (RawCaller caller = RawCaller.slowReader(relay)) {
            caller.post("/atmar/", new JsonArray().add(to(backend.url())));
            String head = caller.readHead();
            Future<Void> undeployed = relay.undeploy();
            while (relay.get("/health/ready").statusCode() != 503) {
                assertThat(undeployed.isComplete()).isFalse();
            }
            relay.settle();
            assertThat(undeployed.isComplete()).isFalse();
            int length = Integer.parseInt(head.replaceFirst("(?is).*content-length: *(\\d+).*", "$1"));
            assertThat(caller.readBytes(length)).hasSize(length).endsWith((byte) '}', (byte) ']');
            Await.await(undeployed);
        }
    }

    @Test
    void http2CallerWhoTakesNothingOfALongList_isCutOff(Vertx vertx) {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("idle_ms", 500).put("drain_ms", 600_000));
        Promise<Void> cut = Promise.promise();
        HttpClientResponse unread = unreadList(vertx, relay);
        unread.exceptionHandler(cut::tryFail);
        assertThat(Await.failureOf(cut.future())).isInstanceOf(StreamResetException.class);
        Await.await(relay.undeploy());
    }

    @Test
    void drain_waitsForTheHttp2CallerWhoStillReads(Vertx vertx) {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("drain_ms", 600_000));
        HttpClientResponse unread = unreadList(vertx, relay);
        Future<Void> undeployed = relay.undeploy();
        while (relay.get("/health/ready").statusCode() != 503) {
            assertThat(undeployed.isComplete()).isFalse();
        }
        relay.settle();
        assertThat(undeployed.isComplete()).isFalse();
        Future<Buffer> body = unread.body();
        unread.resume();
        assertThat(Await.await(body).length()).isGreaterThan(BIG);
        Await.await(undeployed);
    }

    private static HttpClientResponse unreadList(Vertx vertx, Relay relay) {
        Backend backend = Backend.json(vertx, 200, big());
        return Await.await(vertx.createHttpClient(Frames.priorKnowledge())
                .request(HttpMethod.POST, relay.port(), "127.0.0.1", "/atmar/")
                .compose(request -> request.putHeader("content-type", "application/json")
                        .send(new JsonArray().add(to(backend.url())).encode()))
                .onSuccess(HttpClientResponse::pause));
    }

    private static String big() {
        return "\"" + "x".repeat(BIG) + "\"";
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
