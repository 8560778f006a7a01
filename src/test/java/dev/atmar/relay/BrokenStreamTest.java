package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that go wrong: before the first delta another attempt takes over, later the caller is told, never fooled. */
@ExtendWith(VertxExtension.class)
final class BrokenStreamTest {
    private static final String GOOD = Chunked.stream("data: good\n\ndata: [DONE]\n\n");
    private static final String GAVE_UP =
            "data: {\"choices\":[{\"finish_reason\":\"insufficient_system_resource\"}]}\n\n";

    @ParameterizedTest
    @CsvSource({
        "upstream_failed, 'data: {\"error\":{\"message\":\"overloaded\"}}\n\n'",
        "upstream_failed, 'event: error\ndata:{\"error\": \"overloaded\"}\n\n'",
        "upstream_failed, 'id: 1\nevent: error\n: comment\ndata:{\"error\": {}}\n\n'",
        "upstream_failed, 'data: {\"error\":[\"overloaded\"]}\n\n'",
        "upstream_failed, 'data: {\"error\":true}\n\n'",
        "upstream_failed, 'data: {\"error\":503}\n\n'",
        "upstream_failed, 'event: error\ndata: {\"message\":\"overloaded\"}\n\n'",
        "upstream_failed, 'event:error\ndata: overloaded\n\n'",
        "upstream_failed, 'event: error\n\n'",
        "upstream_incomplete, 'event: error\n'",
        "upstream_incomplete, ''",
        "upstream_incomplete, 'event: message\n'",
        "upstream_incomplete, 'data: {\"choices\":[{\"del'",
        "insufficient_system_resource, 'data: {\"choices\":[{\"finish_reason\":\"insufficient_system_resource\"}]}\n\n'",
    })
    void failureBeforeTheFirstDelta_letsAnotherAttemptTakeOver(String code, String events, Vertx vertx)
            throws IOException {
        for (String path : new String[] {"/v1", "/unchanged"}) {
            try (RawPeer bad = RawPeer.answering(Chunked.stream(": one\n" + events));
                    RawPeer good = RawPeer.answering(GOOD)) {
                assertThat(Deliveries.from(vertx, bad.url(), good.url())
                                .post(path)
                                .body())
                        .isEqualTo(": one\ndata: good\n\ndata: [DONE]\n\n");
                HttpResponse<String> alone = Deliveries.from(vertx, bad.url()).post(path);
                assertThat(alone.statusCode()).isEqualTo(200);
                assertThat(alone.body()).startsWith(": one\ndata: ").endsWith("\n\n");
                assertThat(error(alone.body())).isEqualTo(code);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void cutBeforeTheFirstDelta_letsAnotherAttemptTakeOver(String path, Vertx vertx) throws IOException {
        try (RawPeer cut = RawPeer.answering(Chunked.STREAM_HEAD + Chunked.chunk(": one\ndata: half"));
                RawPeer good = RawPeer.answering(GOOD)) {
            assertThat(Deliveries.from(vertx, cut.url(), good.url()).post(path).body())
                    .isEqualTo(": one\ndata: good\n\ndata: [DONE]\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upstream_failed, true, 'data: 1\n\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n'",
        "upstream_failed, true, 'data: 1\n\nevent: error\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n'",
        "upstream_failed, true, 'data: 1\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n'",
        "upstream_failed, true, 'data: 1\n\nevent: error\nid: 3\ndata: overloaded\n\n'",
        "upstream_failed, true, 'data: 1\nevent: error\n\n'",
        "upstream_failed, true, 'data: 1\n\ndata: {\"error\":[]}\n\ndata: [DONE]\n\n'",
        "upstream_incomplete, true, 'data: 1\n\n'",
        "upstream_incomplete, true, 'data: 1\n'",
        "upstream_incomplete, true, 'data: 1\n\ndata: {\"choices\":[{\"del'",
        "upstream_closed, false, 'data: 1\n\n'",
        "upstream_closed, false, 'data: 1\n'",
        "upstream_closed, false, 'data: 1\n\ndata: half'",
        "upstream_closed, false, 'data: {\"finish_reason\":\"stop\"}\n\n'",
    })
    void failureLater_isAnErrorEventOfItsOwnWithoutDone(String code, boolean inOrder, String events, Vertx vertx)
            throws IOException {
        String answer = Chunked.STREAM_HEAD + Chunked.chunk(events) + (inOrder ? Chunked.END : "");
        for (String path : new String[] {"/v1", "/unchanged"}) {
            try (RawPeer bad = RawPeer.answering(answer);
                    RawPeer good = RawPeer.answering(GOOD)) {
                Deliveries deliveries = Deliveries.from(vertx, bad.url(), good.url());
                String body = deliveries.post(path).body();
                assertThat(body).doesNotContain("[DONE]", "half", "del", "good").contains("\n\ndata: {\"error\":");
                assertThat(error(body)).isEqualTo(code);
                assertThat(deliveries.outcome()).isEqualTo("failed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void upstreamThatGivesUpLater_isAFailureAndItsLastChunkIsNotPassedOn(String path, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.stream("data: 1\n\n" + GAVE_UP + "data: [DONE]\n\n"))) {
            String body = Deliveries.from(vertx, peer.url()).post(path).body();
            assertThat(body).startsWith("data: 1\n\ndata: {\"error\":").doesNotContain("finish_reason", "[DONE]");
            assertThat(error(body)).isEqualTo("insufficient_system_resource");
        }
    }

    @Test
    void errorThatIsNull_orNotAtTheTop_isNone(Vertx vertx) throws IOException {
        String events =
                "data: {\"error\":null}\n\ndata: {\"error\":false}\n\nevent: errors\ndata: {\"choices\":[{\"delta\":{\"error\":{}}}]}\n\ndata: [DONE]\n\n";
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events))) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body()).isEqualTo(events);
        }
    }

    @Test
    void errorEvent_saysWhatTheUpstreamSaid(Vertx vertx) throws IOException {
        for (String data : new String[] {"overloaded", "{\"error\":\"overloaded\"}", "{\"message\":\"overloaded\"}"}) {
            try (RawPeer peer = RawPeer.answering(Chunked.stream("event: error\ndata: " + data + "\n\n"))) {
                assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body())
                        .contains("the upstream failed: ", "overloaded")
                        .doesNotContain("event:");
            }
        }
    }

    @Test
    void lineTooLong_isAFailure(Vertx vertx) throws IOException {
        JsonObject shortLines = new JsonObject().put("max_line_bytes", 1024);
        for (String line : new String[] {"data: " + "x".repeat(2000), ("x: " + "x".repeat(100) + "\n").repeat(20)}) {
            try (RawPeer peer = RawPeer.answering(Chunked.stream(line + "\ndata: [DONE]\n\n"))) {
                Deliveries deliveries = Deliveries.from(vertx, shortLines, peer.url());
                assertThat(error(deliveries.post("/v1").body())).isEqualTo("upstream_line_too_long");
            }
        }
    }

    @Test
    void upstreamThatFallsSilentInMidStream_isAnErrorEvent(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk("data: 1\n\n"));
            session.awaitClose();
        })) {
            Deliveries deliveries = Deliveries.from(vertx, new JsonObject().put("idle_ms", 300), peer.url());
            assertThat(error(deliveries.post("/v1").body())).isEqualTo("idle_timeout");
            peer.awaitPlayed();
        }
    }

    @Test
    void plainAnswerBehindAStreamsHead_isAFailure(Vertx vertx) throws IOException {
        try (RawPeer stream = RawPeer.answering(Chunked.stream(": one\n"));
                RawPeer plain = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk("{}") + Chunked.END)) {
            String body = Deliveries.from(vertx, stream.url(), plain.url())
                    .post("/v1")
                    .body();
            assertThat(error(body)).isEqualTo("upstream_failed");
        }
    }

    @Test
    void nothingButRefusedConnections_isAnErrorWithItsStatus(Vertx vertx) throws IOException {
        HttpResponse<String> answer = Deliveries.from(vertx, RawPeer.refusing()).post("/v1");
        Answered.error(answer, 502, "upstream_unreachable", null);
        assertThat(answer.headers().allValues("x-before-head")).containsExactly("in time");
    }

    /** Of the last event, which has OpenAI's shape. */
    private static String error(String body) {
        String event = body.substring(body.lastIndexOf("data: ") + 6);
        JsonObject error = new JsonObject(event).getJsonObject("error");
        assertThat(error.fieldNames()).containsExactly("message", "type", "param", "code");
        return error.getString("code");
    }
}
