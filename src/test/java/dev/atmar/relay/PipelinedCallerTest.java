package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller who sends request behind request over one connection of HTTP/1.1 before it reads an answer. */
@ExtendWith(VertxExtension.class)
final class PipelinedCallerTest {
    private static final int REQUESTS = 3000;

    /** All of them are more than the sockets keep on the way. */
    private static final int ANSWER_BYTES = 10_000;

    @Test
    void callerWhoReadsNothing_isNotAnsweredFurther_untilItReads(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject());
        AtomicInteger answered = new AtomicInteger();
        String answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + ANSWER_BYTES
                + "\r\n\r\n" + "1".repeat(ANSWER_BYTES);
        try (RawPeer peer = RawPeer.of(session -> {
                    while (answered.get() < REQUESTS) {
                        session.readRequest();
                        answered.incrementAndGet();
                        session.write(answer);
                    }
                });
                RawCaller caller = RawCaller.slowReader(relay)) {
            for (int request = 0; request < REQUESTS; request++) {
                caller.post("/atmar/", new JsonObject().put("url", peer.url()).put("params", new JsonObject()));
            }
            assertThat(whereItStops(answered)).isLessThan(REQUESTS);
            for (int request = 0; request < REQUESTS; request++) {
                assertThat(caller.readHead()).startsWith("HTTP/1.1 200 ");
                assertThat(caller.readBytes(ANSWER_BYTES)).hasSize(ANSWER_BYTES);
            }
        }
    }

    /** Its value when it has not risen for a while, or is the last one. */
    private static int whereItStops(AtomicInteger number) {
        int seen = -1;
        for (int looks = 0; looks < 10 && number.get() < REQUESTS; looks++) {
            if (number.get() != seen) {
                seen = number.get();
                looks = 0;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return number.get();
    }
}
