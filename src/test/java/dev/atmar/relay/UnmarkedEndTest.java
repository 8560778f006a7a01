package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers whose end is only the connection's, from an upstream or to a caller: a cut must not look like an end. */
@ExtendWith(VertxExtension.class)
final class UnmarkedEndTest {
    private static final String HEAD = "HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n";

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,2", "{\"a\":1", "[\"}]", "\"half", "\"a\\\"", "[{\"a\":\"\\\\\"}", "{"})
    void cutOfAnUpstream_isNotAnEndToTheCaller(String half) throws IOException {
        Relay relay = Relay.deploy(vertx);
        try (RawPeer peer = RawPeer.answering(HEAD + half);
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", to(peer.url()));
            assertThat(caller.readRest())
                    .startsWith("HTTP/1.1 200")
                    .contains(half)
                    .doesNotContain("\r\n0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1,2]}", "\"}{\\\\\"", "12", "null\n", "[\"\\\"]\"]", "{}\n{}\n"})
    void whatIsWhole_passes(String json) throws IOException {
        Relay relay = Relay.deploy(vertx);
        try (RawPeer peer = RawPeer.answering(HEAD + json)) {
            HttpResponse<String> answer = relay.post("/atmar/", to(peer.url()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(json);
        }
    }

    @Test
    void cutOfAChatThatIsHeldNoLonger_isNotAnEndToTheCaller() throws IOException {
        String head = HEAD + Backend.COMPLETION.substring(0, Backend.COMPLETION.length() - 1);
        try (RawPeer peer = RawPeer.answering(head)) {
            Relay relay = Pool.deploy(vertx, new JsonObject().put("held_bytes", 1), Pool.account("main", peer.url()));
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post(Pool.PATH, Pool.ask());
                assertThat(caller.readRest()).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n\r\n");
            }
        }
        try (RawPeer peer = RawPeer.answering(HEAD + Backend.COMPLETION)) {
            Relay relay = Pool.deploy(vertx, new JsonObject().put("held_bytes", 1), Pool.account("main", peer.url()));
            assertThat(relay.post(Pool.PATH, Pool.ask()).body()).isEqualTo(Backend.COMPLETION);
        }
    }

    @Test
    void callerOfHttp10_seesACutAsAReset() throws IOException {
        Relay relay = Relay.deploy(vertx);
        CountDownLatch seen = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(Chunked.JSON_HEAD + Chunked.chunk("{\"a\":1"));
                    RawPeer.await(seen);
                });
                RawCaller caller = RawCaller.of(relay)) {
            String body = to(peer.url()).encode();
            caller.send("POST /atmar/ HTTP/1.0\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
            assertThat(caller.readUntil("{\"a\":1")).doesNotContain("content-length");
            seen.countDown();
            assertThatThrownBy(() -> caller.readBytes(1)).isInstanceOf(SocketException.class);
        }
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
