package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections and calls have no more room than the heap bears: who waits makes room, and only then is one refused. */
@ExtendWith(VertxExtension.class)
final class CallRoomTest {
    private static final int CALL = HeapRoom.REQUEST_BYTES + HeapRoom.CALLER_BYTES + HeapRoom.UPSTREAM_BYTES;

    private Vertx vertx;
    private int port;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @Test
    void callsBeyondTheRoom_areRefused_untilOthersAreOver() throws IOException {
        deploy(2 * CALL + HeapRoom.CALLER_BYTES);
        Backend backend = Backend.silent(vertx);
        try (RawCaller first = RawCaller.of(port);
                RawCaller second = RawCaller.of(port);
                RawCaller third = RawCaller.of(port)) {
            live(third);
            call(first, backend.url());
            Backend.Call held = backend.next();
            call(second, backend.url());
            backend.next().answer(200, "2");
            assertThat(second.readUntil("\r\n\r\n2")).startsWith("HTTP/1.1 200");

            call(second, backend.url());
            Backend.Call again = backend.next();
            call(third, backend.url());
            assertThat(third.readRest()).startsWith("HTTP/1.1 503").contains("\"overloaded\"");

            held.answer(200, "1");
            again.answer(200, "2");
            assertThat(first.readUntil("\r\n\r\n1")).startsWith("HTTP/1.1 200");
            assertThat(second.readUntil("\r\n\r\n2")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void callersWhoWait_makeRoomForNewOnes_theLongestFirst() throws IOException {
        deploy(3 * HeapRoom.CALLER_BYTES);
        List<RawCaller> callers = new ArrayList<>();
        for (int caller = 0; caller < 4; caller++) {
            callers.add(RawCaller.of(port));
            live(callers.get(caller));
        }
        assertThat(callers.get(0).readRest()).isEmpty();
        live(callers.get(1));
        live(callers.get(3));

        callers.add(RawCaller.of(port));
        live(callers.get(4));
        assertThat(callers.get(2).readRest()).isEmpty();
        for (RawCaller caller : callers) {
            caller.close();
        }
    }

    @Test
    void callerIsTurnedAway_whereNobodyWaits() throws IOException {
        deploy(CALL);
        Backend backend = Backend.silent(vertx);
        try (RawCaller busy = RawCaller.of(port)) {
            call(busy, backend.url());
            Backend.Call held = backend.next();
            try (RawCaller tooMany = RawCaller.of(port)) {
                assertThat(tooMany.readRest()).isEmpty();
            }
            held.answer(200, "1");
            assertThat(busy.readUntil("\r\n\r\n1")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void idleUpstreams_makeRoomForOthers() throws IOException {
        deploy(CALL);
        Backend one = Backend.json(vertx, 200, "1");
        Backend other = Backend.json(vertx, 200, "1");
        try (RawCaller caller = RawCaller.of(port)) {
            for (Backend upstream : List.of(one, one, other, one)) {
                call(caller, upstream.url());
                assertThat(caller.readUntil("\r\n\r\n1")).startsWith("HTTP/1.1 200");
            }
        }
        assertThat(one.connections()).isEqualTo(2);
        assertThat(other.connections()).isEqualTo(1);
    }

    @Test
    void whateverBecomesOfCalls_theirRoomComesBack() throws IOException {
        deploy(CALL);
        Backend silent = Backend.silent(vertx);
        Backend good = Backend.json(vertx, 200, "1");
        for (int round = 0; round < 5; round++) {
            try (RawPeer closing = RawPeer.answering("")) {
                assertThat(statusOf(closing.url())).isEqualTo(502);
            }
            assertThat(statusOf(RawPeer.refusing())).isEqualTo(502);
            try (RawCaller leaving = RawCaller.of(port)) {
                call(leaving, silent.url());
                Backend.Call left = silent.next();
                leaving.reset();
                Await.await(left.closed());
            }
            assertThat(statusOf(good.url())).isEqualTo(200);
        }
    }

    /** A 32nd of the room is kept for those who are told that there is none. */
    private void deploy(int usedBytes) {
        int roomBytes = usedBytes * 32 / 31 + 1;
        Shared shared = Await.await(Shared.of(vertx, Relay.settings(new JsonObject()), "rooms"));
        RelayInstance instance =
                new RelayInstance(Relay.settings(new JsonObject()), 0, 1, new HeapRoom(roomBytes, 1 << 20), shared);
        Await.await(vertx.deployVerticle(instance));
        port = instance.port();
    }

    private static void live(RawCaller caller) throws IOException {
        caller.send("GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
        assertThat(caller.readUntil("}")).startsWith("HTTP/1.1 200");
    }

    private static void call(RawCaller caller, String url) throws IOException {
        caller.post("/atmar/", new JsonObject().put("url", url).put("params", 1));
    }

    private int statusOf(String url) throws IOException {
        try (RawCaller caller = RawCaller.of(port)) {
            call(caller, url);
            return Integer.parseInt(caller.readHead().substring(9, 12));
        }
    }
}
