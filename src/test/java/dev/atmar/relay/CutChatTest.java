package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is cut, after whichever byte, never looks whole to the caller. */
@ExtendWith(VertxExtension.class)
final class CutChatTest {
    private static final String ONCE = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n";
    private static final String EVENTS =
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"
                    + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 262_144})
    void plainAnswer_isAnErrorOrAReset(int heldBytes) throws IOException {
        int length = Backend.COMPLETION.length();
        everyCut(ONCE + "content-length: " + length + "\r\n\r\n" + Backend.COMPLETION, heldBytes, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 262_144})
    void chunkedAnswer_isAnErrorOrAReset(int heldBytes) throws IOException {
        int half = Backend.COMPLETION.length() / 2;
        String chunks = Chunked.chunk(Backend.COMPLETION.substring(0, half))
                + Chunked.chunk(Backend.COMPLETION.substring(half));
        everyCut(Chunked.JSON_HEAD + chunks + Chunked.END, heldBytes, false);
    }

    @Test
    void streamThatIsChunked_endsInAnError() throws IOException {
        String chunks = Chunked.chunk(EVENTS) + Chunked.chunk("data: [DONE]\n\n");
        everyCut(Chunked.STREAM_HEAD + chunks, 1, true);
    }

    @Test
    void streamOfAKnownLength_endsInAnError() throws IOException {
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n";
        String events = EVENTS + "data: [DONE]";
        everyCut(head + "content-length: " + (events.length() + 2) + "\r\n\r\n" + events, 1, true);
    }

    @Test
    void callerOfHttp10_isToldOfACutToo() throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            String question = session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk(EVENTS));
            if (question.contains("whole")) {
                session.write(Chunked.chunk("data: [DONE]\n\n") + Chunked.END);
            }
        })) {
            Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", peer.url()));
            for (String how : new String[] {"whole", "cut"}) {
                try (RawCaller caller = RawCaller.of(relay)) {
                    String body = Pool.stream().put("user", how).encode();
                    caller.send(
                            "POST " + Pool.PATH + " HTTP/1.0\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
                    String answer = caller.readRest();
                    assertThat(answer).contains("data: {\"choices\"").doesNotContain("transfer-encoding");
                    assertThat(answer.contains("[DONE]")).isEqualTo(how.equals("whole"));
                    assertThat(answer.contains("data: {\"error\"")).isEqualTo(how.equals("cut"));
                }
            }
        }
    }

    private void everyCut(String answer, int heldBytes, boolean stream) throws IOException {
        AtomicInteger cut = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(answer.substring(0, cut.get()));
        })) {
            JsonObject settings =
                    new JsonObject().put("held_bytes", heldBytes).put("retry", new JsonObject().put("times", 0));
            Relay relay = Pool.deploy(vertx, settings, Pool.account("main", peer.url()));
            int last = stream ? answer.indexOf("[DONE]") + "[DONE".length() : answer.length() - 1;
            for (; cut.get() <= last; cut.incrementAndGet()) {
                assertNotWhole(relay, stream, "cut after " + answer.substring(0, cut.get()));
            }
            assertThat(Numbers.of(relay).value("atmar_in_flight{account=\"main\"}"))
                    .isZero();
        }
    }

    private static void assertNotWhole(Relay relay, boolean stream, String how) throws IOException {
        try (RawCaller caller = RawCaller.of(relay)) {
            byte[] body = Pool.ask().put("stream", stream).encode().getBytes(StandardCharsets.UTF_8);
            caller.send("POST " + Pool.PATH + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: "
                    + body.length + "\r\n\r\n" + new String(body, StandardCharsets.UTF_8));
            String answer = caller.readRest();
            if (answer.startsWith("HTTP/1.1 502 ")) {
                assertThat(answer).as(how).contains("\"error\":");
            } else if (stream) {
                assertThat(answer).as(how).contains("data: {\"error\":").doesNotContain("[DONE]");
            } else {
                assertThat(isWhole(answer)).as(how + " was " + answer).isFalse();
            }
        }
    }

    private static boolean isWhole(String answer) {
        int body = answer.indexOf("\r\n\r\n") + 4;
        if (answer.contains("transfer-encoding: chunked")) {
            return answer.endsWith("0\r\n\r\n");
        }
        String length = answer.replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
        return body >= 4 && answer.length() - body >= Integer.parseInt(length);
    }
}
