package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller who stops reading for a while: its pause is its own and not the upstream's, and it is bounded. */
@ExtendWith(VertxExtension.class)
final class CallerWhoPausesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    private static final int SIZE = 30 * 1024 * 1024;

    @Test
    void pauseLongerThanProgress_isNotTheUpstreamsSilence(Vertx vertx) throws IOException {
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("progress_ms", 2000).put("idle_ms", 20_000));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(HEAD + "content-length: " + SIZE + "\r\n\r\n");
                    byte[] some = "1".repeat(SIZE / 100).getBytes();
                    for (int part = 0; part < 100; part++) {
                        session.write(some);
                    }
                    session.write("1".repeat(SIZE % 100));
                });
                RawCaller caller = RawCaller.slowReader(relay)) {
            caller.post("/atmar/", to(peer.url()));
            caller.readHead();
            pause(5000);
            assertThat(caller.readBytes(SIZE)).hasSize(SIZE);
            peer.awaitPlayed();
        }
    }

    @Test
    void callerWhoDoesNotReadForIdle_isCutAndSoIsTheUpstream(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("idle_ms", 500).put("drain_ms", 600_000));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(HEAD + "content-length: " + (1L << 40) + "\r\n\r\n1");
                    session.writeUntilClosed(new byte[65_536]);
                });
                RawCaller caller = RawCaller.slowReader(relay)) {
            caller.post("/atmar/", to(peer.url()));
            peer.awaitPlayed();
            caller.sendUntilClosed();
            Await.await(relay.undeploy());
        }
    }

    private static void pause(long millis) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        over.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
        Await.await(over);
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
