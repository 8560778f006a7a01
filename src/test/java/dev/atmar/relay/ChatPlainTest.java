package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.BodyRoom;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no streams: held while that is affordable, and then passed on as they come. */
@ExtendWith(VertxExtension.class)
final class ChatPlainTest {
    private static final String COMPLETION =
            "{\"choices\":[{\"message\":{\"content\":\"hello\"},\"finish_reason\":\"stop\"}],"
                    + "\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":200}}";

    private static final String GAVE_UP =
            "{\"choices\":[{\"message\":{\"content\":\"he\"},\"finish_reason\":\"insufficient_system_resource\"}]}";

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/unchanged"})
    void answerThatFits_comesWholeWithItsLength(String path, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(json("\n\n" + COMPLETION))) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            HttpResponse<String> answer = deliveries.post(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(COMPLETION);
            assertThat(answer.headers().firstValue("content-length")).hasValue("" + COMPLETION.length());
            assertThat(answer.headers().allValues("content-type")).containsExactly("application/json");
            assertThat(answer.headers().allValues("x-before-head")).containsExactly("in time");
            assertThat(deliveries.outcome()).isEqualTo("20 in, 200 out");
            assertThat(deliveries.outcome()).isEqualTo("delivered");
        }
    }

    @Test
    void content_isTakenFromTheWholeAnswer(Vertx vertx) throws IOException {
        try (RawPeer gaveUp = RawPeer.answering(json(GAVE_UP));
                RawPeer good = RawPeer.answering(json("\n\n" + COMPLETION))) {
            Deliveries deliveries = Deliveries.from(vertx, gaveUp.url(), good.url());
            assertThat(deliveries.post("/content").body()).isEqualTo("{\"content\":\"hello\"}");
            assertThat(deliveries.outcome()).isEqualTo("20 in, 200 out");
            Answered.error(
                    Deliveries.from(vertx, gaveUp.url()).post("/content"), 502, "insufficient_system_resource", null);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "upstream_blank, ''",
        "upstream_blank, '\n\n \n'",
        "upstream_not_json, '<html>'",
        "upstream_not_json, '{\"choices\":['",
        "upstream_not_json, '{} {}'",
        "insufficient_system_resource, '{\"choices\":[{\"finish_reason\" : \"insufficient_system_resource\"}]}'",
        "upstream_failed, '{\"error\":{\"message\":\"no\"}}'",
        "upstream_failed, '{\"error\" : \"no\"}'",
    })
    void answerThatIsNone_isAnErrorAndLetsAnotherAttemptTakeOver(String code, String body, Vertx vertx)
            throws IOException {
        try (RawPeer bad = RawPeer.answering(json(body));
                RawPeer good = RawPeer.answering(json(COMPLETION))) {
            Answered.error(Deliveries.from(vertx, bad.url()).post("/v1"), 502, code, null);
            assertThat(Deliveries.from(vertx, bad.url(), good.url()).post("/v1").body())
                    .isEqualTo(COMPLETION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\":{\"message\":\"busy\"}}", "{\"error\":\"busy\",\"choices\":[]}", "{\"error\":[1]}"})
    void errorInPlaceOfTheContent_letsAnotherAttemptTakeOver(String body, Vertx vertx) throws IOException {
        try (RawPeer bad = RawPeer.answering(json(body));
                RawPeer good = RawPeer.answering(json(COMPLETION))) {
            Answered.error(Deliveries.from(vertx, bad.url()).post("/content"), 502, "upstream_failed", null);
            assertThat(Deliveries.from(vertx, bad.url(), good.url())
                            .post("/content")
                            .body())
                    .isEqualTo("{\"content\":\"hello\"}");
        }
    }

    @Test
    void answerOfMillionsOfValues_givesItsContent(Vertx vertx) throws IOException {
        String values = "[" + "{},".repeat(7_000_000) + "{}]";
        try (RawPeer peer = RawPeer.answering(json(COMPLETION.replaceFirst("}$", ",\"a\":" + values + "}")))) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            assertThat(deliveries.post("/content").body()).isEqualTo("{\"content\":\"hello\"}");
            assertThat(deliveries.outcome()).isEqualTo("20 in, 200 out");
        }
    }

    @Test
    void answerCutWhileItIsHeld_isAnError(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk("{\"choices\":"))) {
            Answered.error(Deliveries.from(vertx, peer.url()).post("/v1"), 502, "upstream_closed", null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void compressedAnswer_isRefused(String type, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-type: " + type
                + "\r\ncontent-encoding: br\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}")) {
            Answered.error(Deliveries.from(vertx, peer.url()).post("/v1"), 502, "upstream_not_json", null);
        }
    }

    @Test
    void answerTooLongToBeHeld_goesOutBeforeItIsWhole(Vertx vertx) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
                    session.readRequest();
                    session.write(
                            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 22\r\n\r\n\n\n[1234567890");
                    RawPeer.await(begun);
                    session.write("12345678]");
                });
                RawCaller caller = RawCaller.of(holding(10, vertx, peer).port())) {
            caller.post("/v1", "{}");
            assertThat(caller.readHead()).contains("content-length: 20\r\n");
            caller.readUntil("[1234567890");
            begun.countDown();
            caller.readUntil("12345678]");
        }
    }

    @Test
    void answerCutBeyondWhatIsHeld_neverLooksWhole(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk("[1234567890,"));
                RawCaller caller = RawCaller.of(holding(10, vertx, peer).port())) {
            caller.post("/v1", "{}");
            assertThat(caller.readRest()).doesNotContain("0\r\n\r\n", "error");
        }
    }

    private static Deliveries holding(int bytes, Vertx vertx, RawPeer peer) {
        return Deliveries.from(vertx, new JsonObject().put("held_bytes", bytes), peer.url());
    }

    private static String json(String body) {
        return Chunked.JSON_HEAD + (body.isEmpty() ? "" : Chunked.chunk(body)) + Chunked.END;
    }

    @Test
    void answersThatFindNoRoom_goOutUnjudged_andThoseBeforeGaveTheirsBack(Vertx vertx) throws IOException {
        String error = "{\"error\":\"no\"}";
        BodyRoom room = new BodyRoom(COMPLETION.length());
        try (RawPeer good = RawPeer.answering(json(COMPLETION));
                RawPeer bad = RawPeer.answering(json(error))) {
            Deliveries ofGood = Deliveries.from(vertx, new JsonObject(), room, good.url());
            Deliveries ofBad = Deliveries.from(vertx, new JsonObject(), room, bad.url());
            for (int round = 0; round < 3; round++) {
                assertThat(ofGood.post("/v1").body()).isEqualTo(COMPLETION);
                Answered.error(ofBad.post("/v1"), 502, "upstream_failed", null);
            }
            assertThat(room.share().take(COMPLETION.length())).isTrue();
            assertThat(ofBad.post("/v1").body()).isEqualTo(error);
        }
    }
}
