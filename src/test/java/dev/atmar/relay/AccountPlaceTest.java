package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that bears one call: however a call ends, the next one finds its place free. */
@ExtendWith(VertxExtension.class)
final class AccountPlaceTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    private static final String EVENTS = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                HEAD + "content-length: 0\r\n\r\n",
                HEAD + "content-length: 9\r\n\r\n{",
                HEAD + "content-length: 9\r\n\r\n\n\n",
                HEAD + "content-length: 6\r\n\r\n<html>",
                HEAD + "content-length: 2\r\n\r\n{}",
                "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 429 No\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
                EVENTS + "connection: close\r\n\r\ndata: 1\n\n",
                EVENTS + "content-length: 99\r\n\r\ndata: 1\n\n"
            })
    void callThatEndsBadly_givesItsPlaceBack(String bytes, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(bytes)) {
            Relay relay = deploy(vertx, peer.url(), new JsonObject());
            for (boolean stream : new boolean[] {false, true, false, true}) {
                tellsSomethingElse(relay, ask(peer.url()).put("stream", stream));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callThatTakesTooLong_givesItsPlaceBack(boolean stream, Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(vertx, backend.url(), new JsonObject().put("first_byte_ms", 100));
        for (int i = 0; i < 3; i++) {
            Answered.error(
                    relay.post("/a_deepseek/", ask(backend.url()).put("stream", stream)),
                    504,
                    "first_byte_timeout",
                    null);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callerWhoLeaves_givesItsPlaceBack(boolean stream, Vertx vertx) throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = deploy(vertx, backend.url(), new JsonObject());
        for (int i = 0; i < 3; i++) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post("/a_deepseek/", ask(backend.url()).put("stream", stream));
                backend.next();
            }
        }
        assertThat(backend.peak()).isLessThanOrEqualTo(2);
    }

    /** Whatever the call gives, an answer, an error or a cut: it is not the wait for a place that ended it. */
    private static void tellsSomethingElse(Relay relay, JsonObject question) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("POST /a_deepseek/ HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: "
                    + question.encode().length() + "\r\n\r\n" + question.encode());
            assertThat(caller.readRest()).startsWith("HTTP/1.1 ").doesNotContain("queue_timeout");
        }
    }

    private static Relay deploy(Vertx vertx, String url, JsonObject changes) {
        JsonObject account = new JsonObject()
                .put("name", "main")
                .put("url", url)
                .put("keys", new JsonArray().add("sk-own"))
                .put("limit", 1);
        JsonObject settings = new JsonObject().put("queue_ms", 5000).put("accounts", new JsonArray().add(account));
        return Relay.deploy(vertx, settings.mergeIn(changes));
    }

    private static JsonObject ask(String url) {
        return new JsonObject().put("url", url).put("model", "m").put("messages", new JsonArray());
    }
}
