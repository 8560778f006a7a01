package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that break off, callers who leave, and callers who hardly read: seen on bare sockets at both ends. */
@ExtendWith(VertxExtension.class)
final class CutAnswerTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    private Relay relay;

    @BeforeEach
    void deploy(Vertx vertx) {
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-length: 100\r\n\r\n{\"a\":",
                "content-length: 100\r\n\r\n\n\n\n{\"a\":",
                "transfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n",
                "transfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n5\r\n1",
                "transfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n0\r\n",
                "transfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\nxx\r\n"
            })
    void upstreamCutInMidBody_callerNeverSeesAWholeAnswer(String answer) throws IOException {
        CountDownLatch headSeen = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    int broken = answer.length() - answer.lastIndexOf("{\"a\":") - 5;
                    session.write(HEAD + answer.substring(0, answer.length() - broken));
                    RawPeer.await(headSeen);
                    session.write(answer.substring(answer.length() - broken));
                });
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", to(peer.url()));
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200");
            headSeen.countDown();
            assertThat(caller.readRest()).doesNotContain("0\r\n\r\n").hasSizeLessThan(50);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEAD + "content-length: 9\r\n\r\n",
                HEAD + "content-length: 9\r\n\r\n\n\n",
                HEAD + "transfer-encoding: chunked\r\n\r\n2\r\n\n\n\r\n"
            })
    void upstreamCutBeforeTheBody_isAnError(String answer) throws IOException {
        try (RawPeer peer = RawPeer.answering(answer)) {
            Answered.error(relay.post("/atmar/", to(peer.url())), 502, "upstream_closed", null);
        }
    }

    @Test
    void notJsonAndThenJson_inOneSegmentIsStillAnError() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n"
                + "6\r\n<html>\r\n2\r\n{}\r\n0\r\n\r\n";
        try (RawPeer peer = RawPeer.answering(answer)) {
            Answered.error(relay.post("/atmar/", to(peer.url())), 502, "upstream_not_json", null);
        }
    }

    @Test
    void callerLeavesWhileTheHeadIsAwaited_upstreamIsClosed() throws IOException {
        CountDownLatch called = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            called.countDown();
            session.awaitClose();
        })) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post("/atmar/", to(peer.url()));
                RawPeer.await(called);
            }
            peer.awaitPlayed();
        }
    }

    @Test
    void callerLeavesInMidBody_upstreamIsClosed() throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(HEAD + "content-length: 1000\r\n\r\n{");
            session.awaitClose();
        })) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post("/atmar/", to(peer.url()));
                caller.readUntil("{");
            }
            peer.awaitPlayed();
        }
    }

    @Test
    void callerLeavesWithoutReadingABigAnswer_upstreamIsClosed() throws IOException {
        CountDownLatch stuck = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(HEAD + "content-length: " + (1L << 40) + "\r\n\r\n[");
            stuck.countDown();
            session.writeUntilClosed(new byte[65_536]);
        })) {
            try (RawCaller caller = RawCaller.slowReader(relay)) {
                caller.post("/atmar/", to(peer.url()));
                RawPeer.await(stuck);
                caller.readBytes(200_000);
            }
            peer.awaitPlayed();
        }
    }

    @Test
    void slowReader_pausesTheUpstreamAndLosesNothing() throws IOException {
        int size = 50 * 1024 * 1024;
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) ('0' + i * 31L % 10);
        }
        body[0] = '[';
        AtomicLong written = new AtomicLong();
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(HEAD + "content-length: " + size + "\r\n\r\n");
                    for (int at = 0; at < size; at += 65_536) {
                        session.write(Arrays.copyOfRange(body, at, at + 65_536));
                        written.addAndGet(65_536);
                    }
                });
                RawCaller caller = RawCaller.slowReader(relay)) {
            caller.post("/atmar/", to(peer.url()));
            assertThat(caller.readHead()).contains("content-length: " + size);
            assertThat(stillAt(written)).isLessThan(size / 2);
            assertThat(Arrays.mismatch(caller.readBytes(size), body)).isEqualTo(-1);
            peer.awaitPlayed();
        }
    }

    /** Where a count comes to rest: the same for a second, while a healthy relay serves another caller. */
    private long stillAt(AtomicLong count) {
        long before = -1;
        while (before != count.get()) {
            before = count.get();
            CompletableFuture<Void> aSecond = new CompletableFuture<>();
            aSecond.completeOnTimeout(null, 1, TimeUnit.SECONDS);
            Await.await(aSecond);
            assertThat(relay.get("/health/live").statusCode()).isEqualTo(200);
        }
        return before;
    }

    @Test
    void callerThatAsksToContinue_isToldTo() throws IOException {
        try (RawPeer peer = RawPeer.answering(HEAD + "content-length: 2\r\n\r\n{}");
                RawCaller caller = RawCaller.of(relay)) {
            String body = to(peer.url()).toString();
            int length = body.getBytes(StandardCharsets.UTF_8).length;
            caller.send("POST /atmar/ HTTP/1.1\r\nhost: 127.0.0.1\r\nexpect: 100-continue\r\ncontent-length: " + length
                    + "\r\n\r\n");
            assertThat(caller.readHead()).startsWith("HTTP/1.1 100");
            caller.send(body);
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200");
        }
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
