package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams and the pace of their callers: bursts, callers who leave, and callers who hardly read. */
@ExtendWith(VertxExtension.class)
final class StreamPaceTest {
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    @Test
    void manyEventsAtOnce_allArrive(Vertx vertx) throws IOException {
        String events = EVENT.repeat(20_000) + "data: [DONE]\n\n";
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body()).isEqualTo(events);
        }
    }

    @Test
    void burstThatBreaksOff_reachesTheCallerWithTheErrorBehindIt(Vertx vertx) throws IOException {
        String events = EVENT.repeat(10_000);
        try (RawPeer peer = RawPeer.answering(Chunked.STREAM_HEAD + Chunked.chunk(events))) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body())
                    .startsWith(events + "data: {\"error\":")
                    .endsWith("\n\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void callerLeavesInMidStream_upstreamIsClosed(String path, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk("data: 1\n\n"));
            session.awaitClose();
        })) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            try (RawCaller caller = RawCaller.of(deliveries.port())) {
                caller.post(path, "{}");
                caller.readUntil("data: 1");
            }
            peer.awaitPlayed();
            assertThat(deliveries.outcome()).isEqualTo("failed");
        }
    }

    @Test
    void slowReader_pausesItsOwnUpstreamOnly(Vertx vertx) throws IOException {
        byte[] delta = Chunked.chunk("data: \"" + "x".repeat(60_000) + "\"\n\n").getBytes(StandardCharsets.UTF_8);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Boolean> first = new AtomicReference<>(true);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            if (first.getAndSet(false)) {
                session.write(Chunked.STREAM_HEAD);
                session.write(delta);
                begun.countDown();
                session.writeUntilClosed(delta);
            } else {
                session.write(Chunked.stream("data: 1\n\ndata: [DONE]\n\n"));
            }
        })) {
            JsonObject impatient = new JsonObject().put("idle_ms", 1000);
            Deliveries deliveries = Deliveries.from(vertx, impatient, peer.url());
            try (RawCaller slow = RawCaller.slowReader(deliveries.port())) {
                slow.post("/v1", "{}");
                RawPeer.await(begun);
                assertThat(deliveries.post("/v1").body()).isEqualTo("data: 1\n\ndata: [DONE]\n\n");
                assertThat(deliveries.outcome()).isEqualTo("delivered");
                assertThat(deliveries.outcome())
                        .as("it does not read for so long")
                        .isEqualTo("failed");
                slow.sendUntilClosed();
            }
        }
    }
}
