package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of a stream that goes well: where they are cut and how lines end does not matter to the caller. */
@ExtendWith(VertxExtension.class)
final class ChatStreamTest {
    private static final String DELTA =
            "{\"choices\":[{\"delta\":{\"content\":\"h\u00e9\u4e2d\"},\"finish_reason\":null}],\"error\":null}";
    private static final String LAST = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private static final String RECORDED =
            ": keep-alive\n\n: keep-alive\n\nid: 1\nretry: 5\n\nevent: message\nid: 2\ndata:" + DELTA
                    + "\n\n: still here\n\nid: 3\ndata: " + LAST + "\n\ndata: [DONE]\n\n";

    private static final String NORMALISED = ": keep-alive\n: keep-alive\nevent: message\ndata: " + DELTA
            + "\n\n: still here\ndata: " + LAST + "\n\ndata: [DONE]\n\n";

    @ParameterizedTest
    @CsvSource({"/v1,\\n", "/v1,\\r\\n", "/v1,\\r", "/unchanged,\\n", "/unchanged,\\r\\n", "/unchanged,\\r"})
    void streamCutAnywhere_givesTheSameBytes(String path, String lineEnd, Vertx vertx) throws IOException {
        String end = lineEnd.replace("\\r", "\r").replace("\\n", "\n");
        String sent = RECORDED.replace("\n", end);
        String expected = path.equals("/v1") ? NORMALISED : sent;
        AtomicReference<byte[]> next = new AtomicReference<>();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(next.get());
        })) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            for (int cut = 0; cut <= sent.getBytes(StandardCharsets.UTF_8).length; cut++) {
                next.set(Chunked.cut(sent, cut));
                assertThat(deliveries.post(path).body()).as("cut at %d", cut).isEqualTo(expected);
                assertThat(deliveries.outcome()).isEqualTo("delivered");
            }
            next.set(Chunked.byteByByte(sent));
            assertThat(deliveries.post(path).body()).isEqualTo(expected);
        }
    }

    @Test
    void head_isAStreamsAndHasWhatConcernsTheCaller(Vertx vertx) throws IOException {
        try (RawPeer peer =
                RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-ds-trace-id: 7\r\n"
                        + "set-cookie: a=b\r\nx-request-id: theirs\r\nconnection: close\r\n\r\ndata: [DONE]\n\n")) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            HttpResponse<String> answer = deliveries.post("/v1");
            assertThat(answer.headers().map())
                    .containsKeys("x-ds-trace-id", "transfer-encoding")
                    .doesNotContainKeys("set-cookie", "connection");
            assertThat(answer.headers().allValues("content-type")).containsExactly("text/event-stream");
            assertThat(answer.headers().allValues("cache-control")).containsExactly("no-cache");
            assertThat(answer.headers().allValues("x-accel-buffering")).containsExactly("no");
            assertThat(answer.headers().allValues("x-request-id")).containsExactly("the-relays-own");
            assertThat(answer.headers().allValues("x-upstream-request-id")).containsExactly("theirs");
            assertThat(answer.headers().allValues("x-before-head")).containsExactly("in time");
            assertThat(deliveries.post("/unchanged").headers().map()).doesNotContainKey("x-ds-trace-id");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void headAndEachDelta_areThereBeforeTheUpstreamSendsTheNext(String path, Vertx vertx) throws IOException {
        CountDownLatch headSeen = new CountDownLatch(1);
        CountDownLatch commentSeen = new CountDownLatch(1);
        CountDownLatch deltaSeen = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD);
            RawPeer.await(headSeen);
            session.write(Chunked.chunk(": keep-alive\n"));
            RawPeer.await(commentSeen);
            session.write(Chunked.chunk("data: 1\n\n"));
            RawPeer.await(deltaSeen);
            session.write(Chunked.chunk("data: [DONE]\n\n") + Chunked.END);
        })) {
            try (RawCaller caller =
                    RawCaller.of(Deliveries.from(vertx, peer.url()).port())) {
                caller.post(path, "{}");
                assertThat(caller.readHead()).contains("text/event-stream");
                headSeen.countDown();
                caller.readUntil(": keep-alive\n\r\n");
                commentSeen.countDown();
                caller.readUntil("data: 1\n\n\r\n");
                deltaSeen.countDown();
                assertThat(caller.readUntil(Chunked.END)).contains("data: [DONE]\n\n");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void done_endsTheCallersStreamAtOnce_andTheSlotIsHeldToTheEndOfTheBody(String path, Vertx vertx)
            throws IOException {
        CountDownLatch callerIsDone = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk("data: [DONE]\n\n"));
            RawPeer.await(callerIsDone);
            session.write(Chunked.chunk("data: {\"usage\":{\"prompt_tokens\":1}}\n\n: more\n\n") + Chunked.END);
        })) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            assertThat(deliveries.post(path).body()).isEqualTo("data: [DONE]\n\n");
            callerIsDone.countDown();
            assertThat(deliveries.outcome()).isEqualTo("delivered");
        }
    }

    @Test
    void cutBehindDone_isNoFailure(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.STREAM_HEAD + Chunked.chunk("data: 1\n\ndata: [DONE]\n"))) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            assertThat(deliveries.post("/v1").body()).isEqualTo("data: 1\n\ndata: [DONE]\n\n");
            assertThat(deliveries.outcome()).isEqualTo("delivered");
            assertThat(deliveries.post("/unchanged").body()).isEqualTo("data: 1\n\ndata: [DONE]\n");
            assertThat(deliveries.outcome()).isEqualTo("delivered");
        }
    }

    @Test
    void finishReasonAndAnEndInOrder_areAWholeStream(Vertx vertx) throws IOException {
        for (String tail : new String[] {"\n\n", "\n", "\r", ""}) {
            try (RawPeer peer = RawPeer.answering(Chunked.stream("data: " + LAST + tail))) {
                Deliveries deliveries = Deliveries.from(vertx, peer.url());
                assertThat(deliveries.post("/v1").body())
                        .startsWith("data: " + LAST)
                        .endsWith("data: [DONE]\n\n");
                assertThat(deliveries.outcome()).isEqualTo("delivered");
                assertThat(deliveries.post("/unchanged").body()).isEqualTo("data: " + LAST + tail);
                assertThat(deliveries.outcome()).isEqualTo("delivered");
            }
        }
    }

    @Test
    void usage_isToldOnceWithWhatWasSaidLast(Vertx vertx) throws IOException {
        String events = "data: {\"usage\":null}\n\ndata: {\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":1}}\n\n"
                + "data: {\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":200}}\n\ndata: [DONE]\n\n";
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            assertThat(deliveries.post("/v1").body()).isEqualTo(events);
            assertThat(deliveries.outcome()).isEqualTo("20 in, 200 out");
            assertThat(deliveries.outcome()).isEqualTo("delivered");
        }
    }
}
