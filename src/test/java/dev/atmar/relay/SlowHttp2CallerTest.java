package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller over HTTP/2 who takes a long answer slowly, and in the end all of it. */
@ExtendWith(VertxExtension.class)
final class SlowHttp2CallerTest {
    private static final int LENGTH = 1 << 20;
    private static final int WHOLE = Frames.END_HEADERS | Frames.END_STREAM;

    @Test
    void answerThatTakesLongerThanIdle_comesWhole_andItsStreamIsNotReset(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("idle_ms", 400));
        Backend backend = Backend.json(vertx, 200, "\"" + "x".repeat(LENGTH) + "\"");
        JsonObject call = new JsonObject().put("url", backend.url()).put("params", 1);
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send(Frames.hello());
            caller.send(Frames.of(Frames.HEADERS, Frames.END_HEADERS, 1, post()));
            byte[] list = new JsonArray().add(call).toBuffer().getBytes();
            caller.send(Frames.of(Frames.DATA, Frames.END_STREAM, 1, list));
            assertThat(takeSlowly(caller)).isGreaterThan(LENGTH);
            for (int stream = 3; stream < 30; stream += 2) {
                caller.send(Frames.of(Frames.HEADERS, WHOLE, stream, Frames.get("/health/live")));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
            }
            assertNoReset(caller);
        }
    }

    private static byte[] post() {
        return Frames.block(
                ":method",
                "POST",
                ":scheme",
                "http",
                ":path",
                "/atmar/",
                ":authority",
                "localhost",
                "content-type",
                "application/json");
    }

    /** Each frame some time after the one before, which makes more than a second. */
    private static int takeSlowly(RawCaller caller) throws IOException {
        int taken = 0;
        while (true) {
            Buffer head = Buffer.buffer(caller.readBytes(9));
            int length = head.getMedium(0);
            caller.readBytes(length);
            if (head.getByte(3) != Frames.DATA) {
                continue;
            }
            taken += length;
            if ((head.getByte(4) & Frames.END_STREAM) != 0) {
                return taken;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            byte[] window = Buffer.buffer().appendInt(length).getBytes();
            caller.send(Frames.of(Frames.WINDOW_UPDATE, 0, 0, window));
            caller.send(Frames.of(Frames.WINDOW_UPDATE, 0, 1, window));
        }
    }

    /** Up to the close of a connection on which nothing is under way. */
    private static void assertNoReset(RawCaller caller) throws IOException {
        byte[] bytes = caller.readBytes(9);
        while (bytes.length == 9) {
            Buffer head = Buffer.buffer(bytes);
            assertThat((int) head.getByte(3)).isNotEqualTo(Frames.RESET);
            caller.readBytes(head.getMedium(0));
            bytes = caller.readBytes(9);
        }
    }
}
