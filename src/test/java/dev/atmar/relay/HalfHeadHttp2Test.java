package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 that never comes to a request, or floods: its connection is closed, however it goes on. */
@ExtendWith(VertxExtension.class)
final class HalfHeadHttp2Test {
    private static final byte[] HEAD = Frames.get("/health/live");

    private Relay relay;

    @BeforeEach
    void deploy(Vertx vertx) {
        relay = Relay.deploy(vertx, new JsonObject().put("request_ms", 300).put("idle_ms", 300));
    }

    @Test
    void halfPreface_isClosed() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("PRI * HTTP/2.0\r\n");
            assertThat(caller.readRest()).isEmpty();
        }
    }

    @Test
    void prefaceWithoutSettings_isClosed() throws IOException {
        awaitClosed(Frames.PREFACE);
    }

    @Test
    void settingsWithoutRequest_isClosed() throws IOException {
        awaitClosed(Frames.hello());
    }

    @Test
    void prefaceOverTls_isClosedThoughBytesGoOn(Vertx vertx, @TempDir Path folder) throws Exception {
        Relay secured = Relay.deploy(vertx, SelfSigned.tls(folder).put("request_ms", 300));
        try (RawCaller caller = RawCaller.ofHttp2OverTls(secured)) {
            caller.send("PRI * HTTP/2.0\r\n");
            assertThat(caller.readRest()).doesNotContain("HTTP/1.1");
        }
        try (RawCaller caller = RawCaller.ofHttp2OverTls(secured)) {
            caller.send(Frames.hello());
            caller.send(
                    Frames.head(16_000, Frames.HEADERS, Frames.END_HEADERS, 1).getBytes());
            caller.sendUntilClosed();
        }
    }

    @Test
    void halfHeaders_isClosedThoughTheyGoOn() throws IOException {
        trickle(Frames.head(16_000, Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1));
    }

    @Test
    void halfContinuation_isClosedThoughItGoesOn() throws IOException {
        trickle(Buffer.buffer(Frames.of(Frames.HEADERS, Frames.END_STREAM, 1, HEAD))
                .appendBuffer(Frames.head(16_000, Frames.CONTINUATION, 0, 1)));
    }

    @Test
    void secondHalfHeaders_areClosedThoughTheyGoOn() throws IOException {
        int whole = Frames.END_HEADERS | Frames.END_STREAM;
        trickle(Buffer.buffer(Frames.of(Frames.HEADERS, whole, 1, HEAD))
                .appendBuffer(Frames.head(16_000, Frames.HEADERS, whole, 3)));
    }

    @Test
    void streamThatIsIdleInBetween_isClosedThoughItPings() throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(Frames.hello());
            caller.send(Frames.of(Frames.HEADERS, Frames.END_HEADERS | Frames.END_STREAM, 1, HEAD));
            caller.repeatUntilClosed(Frames.of(Frames.PING, 0, 0, new byte[8]));
        }
    }

    @Test
    void floodOfPingsWhoseAnswersNobodyReads_isClosed() throws IOException {
        flood(Frames.of(Frames.PING, 0, 0, new byte[8]));
    }

    @Test
    void floodOfSettings_isClosed() throws IOException {
        flood(Frames.of(Frames.SETTINGS, 0, 0));
    }

    private void flood(byte[] frames) throws IOException {
        try (RawCaller caller = RawCaller.slowReader(relay)) {
            caller.send(Frames.hello());
            caller.floodUntilClosed(Buffer.buffer(frames).appendBytes(frames).getBytes());
        }
    }

    private void awaitClosed(byte[] beginning) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(beginning);
            caller.readRest();
        }
    }

    private void trickle(Buffer beginning) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(Frames.hello());
            caller.send(beginning.getBytes());
            caller.sendUntilClosed();
        }
    }
}
