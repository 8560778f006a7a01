package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.relay.RawPeer.Session;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Upstreams that close right behind a long answer, while its caller reads slowly: what is whole stays whole, and what is
 * not never looks so. With epoll where there is one, as the relay is run.
 */
final class ClosedBehindTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    /** More than the system takes in on all sides together. */
    private static final int SIZE = 12 * 1024 * 1024;

    private static final String LENGTH = HEAD + "content-length: " + SIZE + "\r\n\r\n";
    private static final String BODY = "[" + "1".repeat(SIZE - 2) + "]";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LENGTH,
                HEAD + "connection: close\r\ncontent-length: " + SIZE + "\r\n\r\n",
                HEAD + "\r\n",
                HEAD + "transfer-encoding: chunked\r\n\r\nc00000\r\n"
            })
    void callerWhoReadsSlowly_getsAllOfIt(String head) throws IOException {
        String end = head.contains("chunked") ? "\r\n" + Chunked.END : "";
        Relay relay = deploy();
        try (RawPeer peer = RawPeer.answering(head + BODY + end);
                RawCaller caller = stuck(relay, "/atmar/", to(peer))) {
            assertThat(readSlowly(caller, relay).equals(BODY)).isTrue();
            Await.await(relay.undeploy());
        }
    }

    @Test
    void callerOfAStream_getsAllOfIt() throws IOException {
        String event = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(60_000) + "\"}}]}\n\n";
        String events = event.repeat(SIZE / 60_000) + "data: [DONE]\n\n";
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", peer.url()));
            try (RawCaller caller = stuck(relay, Pool.PATH, Pool.stream())) {
                assertThat(readSlowly(caller, relay).equals(events)).isTrue();
                Pool.awaitFree(relay, "main");
            }
        }
    }

    @Test
    void answerThatIsCut_doesNotLookWhole() throws IOException {
        Relay relay = deploy();
        try (RawPeer peer = RawPeer.answering(HEAD + "\r\n" + BODY.substring(0, SIZE - 1));
                RawCaller caller = stuck(relay, "/atmar/", to(peer))) {
            assertThat(caller.readUntilReset()).isTrue();
            Await.await(relay.undeploy());
        }
    }

    @Test
    void numberThatEndsInAReset_doesNotLookWhole() throws IOException {
        Relay relay = deploy();
        CompletableFuture<Session> upstream = new CompletableFuture<>();
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    upstream.complete(session);
                    session.write(HEAD + "\r\n" + "1".repeat(2 * SIZE));
                });
                RawCaller caller = stuck(relay, "/atmar/", to(peer))) {
            Await.await(upstream).reset();
            relay.settle();
            assertThat(caller.readUntilReset()).isTrue();
            Await.await(relay.undeploy());
        }
    }

    @Test
    void callerLeaves_andNothingIsLeftBehind() throws IOException {
        Relay relay = deploy();
        try (RawPeer peer = RawPeer.answering(LENGTH + BODY)) {
            stuck(relay, "/atmar/", to(peer)).reset();
            Await.await(relay.undeploy());
        }
    }

    /** Its undeployment waits for what is in flight. */
    private Relay deploy() {
        return Relay.deploy(vertx, new JsonObject().put("drain_ms", 600_000));
    }

    /** Over HTTP/1.0 what comes is the answer's own bytes up to the close, which is a reset where it was cut. */
    private static RawCaller stuck(Relay relay, String path, JsonObject json) throws IOException {
        RawCaller caller = RawCaller.slowReader(relay);
        caller.send(
                "POST " + path + " HTTP/1.0\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: "
                        + json.encode().length() + "\r\n\r\n" + json.encode());
        caller.readHead();
        relay.settle();
        return caller;
    }

    /** With pauses at the end, in one of which the upstream's close arrives. */
    private static String readSlowly(RawCaller caller, Relay relay) throws IOException {
        StringBuilder read = new StringBuilder(new String(caller.readBytes(SIZE / 2), StandardCharsets.US_ASCII));
        for (int pause = 0; pause < 20; pause++) {
            relay.settle();
            read.append(new String(caller.readBytes(SIZE / 50), StandardCharsets.US_ASCII));
        }
        return read.append(caller.readRest()).toString();
    }

    private static JsonObject to(RawPeer peer) {
        return new JsonObject().put("url", peer.url()).put("params", 1);
    }
}
