package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An answer over HTTP/2 that lies unread here, within its window, when its upstream goes away and closes. */
final class Http2ClosedBehindTest {
    private static final int FRAMES = 30;
    private static final int FRAME_BYTES = 2000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final HttpClient client = vertx.createHttpClient(Multiplexing.call(8192), Multiplexing.pool(1));
    private final Unread asking = new Unread(loop, client);

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @Test
    void answerThatIsWhole_isReadWhole() throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.write(Frames.settings());
            Frames.readRequest(session, 1);
            byte[] head = Frames.block(":status", "200");
            session.write(Frames.of(Frames.HEADERS, Frames.END_HEADERS, 1, head));
            for (int left = FRAMES; left > 0; left--) {
                int flags = left == 1 ? Frames.END_STREAM : 0;
                session.write(Frames.of(Frames.DATA, flags, 1, new byte[FRAME_BYTES]));
            }
            session.write(Frames.goAway(1, 0));
        })) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            asking.awaitClosed(unread);
            assertThat(Await.await(Unread.read(unread)).length()).isEqualTo(FRAMES * FRAME_BYTES);
        }
    }
}
