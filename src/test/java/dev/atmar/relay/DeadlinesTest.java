package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each clock of a call: its own word, 504, and the upstream is closed; none strikes while all is well. */
@ExtendWith(VertxExtension.class)
final class DeadlinesTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void upstreamSaysNothing_firstByte(String path, Vertx vertx) throws IOException {
        late(vertx, path, "first_byte", RawPeer.Session::awaitClose);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void upstreamFallsSilentBeforeTheBody_idle(String path, Vertx vertx) throws IOException {
        late(vertx, path, "idle", session -> {
            session.write(HEAD + "content-length: 10\r\n\r\n\n\n");
            session.awaitClose();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void upstreamSendsBlanksForEver_progress(String path, Vertx vertx) throws IOException {
        late(vertx, path, "progress", session -> {
            session.write(HEAD + "connection: close\r\n\r\n");
            session.writeUntilClosed("\n".getBytes(), 20);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void upstreamSendsBlanksForEver_total(String path, Vertx vertx) throws IOException {
        late(vertx, path, "total", session -> {
            session.write(HEAD + "connection: close\r\n\r\n");
            session.writeUntilClosed("\n".getBytes(), 20);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void eventStreamOfCommentsOnly_progress(String path, Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("progress_ms", 300));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n");
                    session.writeUntilClosed(": keep-alive\n\n".getBytes(), 20);
                });
                RawCaller caller = RawCaller.of(relay)) {
            caller.post(
                    path,
                    ask(path, peer.url())
                            .put(
                                    path.equals("/atmar/") ? "timeout_ms" : "stream",
                                    path.equals("/atmar/") ? 60_000 : true));
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200");
            if (path.equals("/atmar/")) {
                assertThat(caller.readRest()).contains(": keep-alive").doesNotContain("0\r\n\r\n");
            } else {
                assertThat(caller.readUntil("0\r\n\r\n"))
                        .contains(": keep-alive", "progress_timeout")
                        .doesNotContain("[DONE]");
            }
            peer.awaitPlayed();
        }
    }

    /** One clock is set to strike soon, all others late. */
    private static void late(Vertx vertx, String path, String clock, RawPeer.Script script) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put(clock + "_ms", 300));
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            script.play(session);
        })) {
            Answered.error(relay.post(path, ask(path, peer.url())), 504, clock + "_timeout", null);
            peer.awaitPlayed();
        }
    }

    @Test
    void upstreamFallsSilentInMidBody_bothSidesAreCut(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("idle_ms", 300));
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(HEAD + "content-length: 10\r\n\r\n{");
                    session.awaitClose();
                });
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", ask("/atmar/", peer.url()));
            assertThat(caller.readHead()).startsWith("HTTP/1.1 200");
            assertThat(caller.readRest()).isEqualTo("{");
            peer.awaitPlayed();
        }
    }

    @Test
    void connectionThatIsNeverTakenUp_connect(Vertx vertx) {
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("connect_ms", 300).put("max_connections", 2));
        Backend backend = Backend.silent(vertx);
        relay.postLater("/a_deepseek/", ask("/a_deepseek/", backend.url()));
        relay.postLater("/a_deepseek/", ask("/a_deepseek/", backend.url()));
        backend.next();
        backend.next();
        Answered.error(relay.post("/a_deepseek/", ask("/a_deepseek/", backend.url())), 504, "connect_timeout", null);
        assertThat(backend.total()).isEqualTo(2);
    }

    @Test
    void callersTime_runsWhileAConnectionIsWaitedFor(Vertx vertx) {
        Relay relay =
                Relay.deploy(vertx, new JsonObject().put("connect_ms", 600_000).put("max_connections", 1));
        Backend backend = Backend.silent(vertx);
        JsonObject question = ask("/a_deepseek/", backend.url());
        relay.postLater("/a_deepseek/", question);
        backend.next();
        HttpResponse<String> answer = relay.post("/a_deepseek/", question, "x-stainless-timeout", "0.3");
        Answered.error(answer, 504, "first_byte_timeout", null);
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void answerThatGoesOn_isNotCutByTheClocksOfSilence(Vertx vertx) throws IOException {
        Relay relay = Relay.deploy(
                vertx,
                new JsonObject().put("first_byte_ms", 2000).put("idle_ms", 2000).put("progress_ms", 2000));
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(HEAD + "content-length: 41\r\n\r\n[");
            for (int i = 0; i < 39; i++) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                session.write(i % 2 == 0 ? "1" : i == 38 ? " " : ",");
            }
            session.write("]");
        })) {
            var answer = relay.post("/atmar/", ask("/atmar/", peer.url()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(new JsonArray(answer.body())).hasSize(20);
        }
    }

    private static JsonObject ask(String path, String url) {
        JsonObject request = new JsonObject().put("url", url);
        return path.equals("/atmar/")
                ? request.put("params", new JsonObject())
                : request.put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
    }
}
