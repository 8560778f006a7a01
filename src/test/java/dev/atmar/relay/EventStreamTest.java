package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-sent events: they pass as they are, each as soon as it is there, and a cut one never looks whole. */
@ExtendWith(VertxExtension.class)
final class EventStreamTest {
    private static final String HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nset-cookie: a=b\r\ntransfer-encoding: chunked\r\n\r\n";

    private Relay relay;

    @BeforeEach
    void deploy(Vertx vertx) {
        relay = Relay.deploy(vertx);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void stream_passesUnchanged(String path) throws IOException {
        String events = "\n\n: keep-alive\n\ndata:{\"a\":1}\r\n\r\ndata: {\"é\":2}\n\n\n\ndata: [DONE]\n\n";
        try (RawPeer peer = RawPeer.answering(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nset-cookie: a=b\r\nconnection: close\r\n\r\n"
                        + events)) {
            HttpResponse<String> answer = relay.post(path, ask(path, peer.url()));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(events);
            assertThat(answer.headers().firstValue("content-type")).hasValue("text/event-stream");
            assertThat(answer.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(answer.headers().firstValue("x-accel-buffering")).hasValue("no");
            assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void headAndEachEvent_areThereBeforeTheUpstreamSendsTheNext(String path) throws IOException {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch firstSeen = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(HEAD);
                    RawPeer.await(headSeen);
                    session.write("9\r\ndata: 1\n\n\r\n");
                    RawPeer.await(firstSeen);
                    session.write("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
                });
                RawCaller caller = RawCaller.of(relay)) {
            caller.post(path, ask(path, peer.url()));
            assertThat(caller.readHead()).contains("text/event-stream");
            headSeen.countDown();
            caller.readUntil("data: 1\n\n\r\n");
            firstSeen.countDown();
            assertThat(caller.readUntil("0\r\n\r\n")).contains("data: 2\n\n");
            peer.awaitPlayed();
        }
    }

    @Test
    void streamThatIsCut_isCutForTheCallerToo() throws IOException {
        try (RawPeer peer = RawPeer.answering(HEAD + "9\r\ndata: 1\n\n\r\n");
                RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", ask("/atmar/", peer.url()));
            caller.readHead();
            assertThat(caller.readRest()).doesNotContain("0\r\n\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void callerOfHttp10_getsTheStreamWithoutChunks(String path) throws IOException {
        try (RawPeer peer = RawPeer.answering(HEAD + Chunked.chunk("data: [DONE]\n\n") + Chunked.END);
                RawCaller caller = RawCaller.of(relay)) {
            String body = ask(path, peer.url()).encode();
            caller.send("POST " + path + " HTTP/1.0\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
            assertThat(caller.readHead()).startsWith("HTTP/1.0 200 ").doesNotContain("transfer-encoding");
            assertThat(caller.readRest()).isEqualTo("data: [DONE]\n\n");
        }
    }

    @Test
    void chatStreamThatIsCut_endsWithAnErrorAndIsNotDone() throws IOException {
        try (RawPeer peer = RawPeer.answering(HEAD + "9\r\ndata: 1\n\n\r\n")) {
            String events =
                    relay.post("/a_deepseek/", ask("/a_deepseek/", peer.url())).body();
            assertThat(events).startsWith("data: 1\n\ndata: {\"error\":").doesNotContain("[DONE]");
            String last = events.substring(events.lastIndexOf("data: ") + 6);
            Answered.error(new JsonObject(last), "upstream_closed", null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/atmar/", "/a_deepseek/"})
    void callerLeavesInMidStream_upstreamIsClosed(String path) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(HEAD + "9\r\ndata: 1\n\n\r\n");
            session.awaitClose();
        })) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post(path, ask(path, peer.url()));
                caller.readUntil("data: 1");
            }
            peer.awaitPlayed();
        }
    }

    private static JsonObject ask(String path, String url) {
        JsonObject request = new JsonObject().put("url", url);
        return path.equals("/atmar/")
                ? request.put("params", new JsonObject())
                : request.put("api_key", "sk-x")
                        .put("model", "m")
                        .put("stream", true)
                        .put("messages", new JsonArray());
    }
}
