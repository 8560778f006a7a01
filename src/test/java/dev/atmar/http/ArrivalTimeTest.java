package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A caller who stalls in the middle of its request. */
@ExtendWith(VertxExtension.class)
final class ArrivalTimeTest {
    private static final String HEAD = "POST /count HTTP/1.1\r\nhost: h\r\ncontent-length: 10\r\n\r\n";

    private final AtomicInteger served = new AtomicInteger();

    private Served serve(Vertx vertx, long requestMillis) {
        return Served.on(vertx, 10, router -> {
            Front.jsonBodies(vertx, router, 1000, requestMillis, new BodyRoom(1000));
            router.post("/count").handler(context -> {
                served.incrementAndGet();
                vertx.setTimer(requestMillis * 2, later -> Answers.json(context.response(), 200, Buffer.buffer("{}")));
            });
        });
    }

    @Test
    void bodyThatStalls_is408AndNoLongerInFlight(Vertx vertx) throws IOException {
        Served server = serve(vertx, 200);
        try (RawCaller caller = new RawCaller(server.port)) {
            RawCaller.Answer answer = caller.send(HEAD + "{").answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(answer.header("x-request-id")).isNotBlank();
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                    .isEqualTo("request_timeout");
            assertThat(caller.everything()).isEmpty();
        }
        server.untilInFlight(0);
        assertThat(served).hasValue(0);
    }

    @Test
    void timeCountsToTheEndOfTheBodyOnly(Vertx vertx) throws IOException {
        Served server = serve(vertx, 500);
        try (RawCaller caller = new RawCaller(server.port)) {
            for (int round = 0; round < 2; round++) {
                assertThat(caller.send(HEAD + "{").send("         ").answer().status())
                        .isEqualTo(200);
            }
        }
        assertThat(served).hasValue(2);
    }

    @Test
    void callerWhoLeavesInMidBody_isNotServed(Vertx vertx) throws IOException {
        Served server = serve(vertx, 60_000);
        try (RawCaller caller = new RawCaller(server.port)) {
            caller.send(HEAD + "{");
            server.untilInFlight(1);
        }
        server.untilInFlight(0);
        assertThat(served).hasValue(0);
    }
}
