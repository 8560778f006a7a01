package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The array form of {@code /atmar/}: all at once, in order, and one failure is nobody else's. */
@ExtendWith(VertxExtension.class)
final class GatherTest {
    private Vertx vertx;
    private Relay relay;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        relay = Relay.deploy(vertx);
    }

    @Test
    void answers_keepTheOrderOfTheCallsThoughTheFirstIsLast() {
        Backend backend = Backend.silent(vertx);
        CompletableFuture<HttpResponse<String>> answer = relay.postLater(
                "/atmar/", list(to(backend.url() + "/0"), to(backend.url() + "/1"), to(backend.url() + "/2")));
        List<Backend.Call> calls = new ArrayList<>(List.of(backend.next(), backend.next(), backend.next()));
        calls.sort((a, b) -> b.request().uri().compareTo(a.request().uri()));
        calls.forEach(call -> call.answer(200, "\"" + call.request().uri() + "\""));
        assertThat(Await.await(answer).body())
                .isEqualTo(
                        "[{\"status\":200,\"body\":\"/0\"},{\"status\":200,\"body\":\"/1\"},{\"status\":200,\"body\":\"/2\"}]");
    }

    @Test
    void answers_carryTheUpstreamsStatusAndBytes() {
        String odd = "{ \"n\" : 1.0E+2 ,\"u\":\"\\u00e9\\/é\" }";
        Backend ok = Backend.json(vertx, 200, "\n\n " + odd);
        Backend missing = Backend.json(vertx, 404, "[ 1.50 ]");
        HttpResponse<String> answer = relay.post("/atmar", list(to(ok.url()), to(missing.url())));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body())
                .isEqualTo("[{\"status\":200,\"body\":" + odd + "},{\"status\":404,\"body\":[ 1.50 ]}]");
    }

    @Test
    void whatFails_failsAloneAndInTheOneShape() throws IOException {
        Backend good = Backend.json(vertx, 200, "{}");
        Backend html = Backend.json(vertx, 200, "<html>", "content-type", "text/html");
        Backend brokenJson = Backend.json(vertx, 200, "{\"a\":1,}");
        Backend twoValues = Backend.json(vertx, 200, "{} {}");
        Backend endsTheList = Backend.json(vertx, 200, "{}}],[{");
        try (RawPeer cut = RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\"")) {
            JsonArray answer = new JsonArray(relay.post(
                            "/atmar/",
                            list(
                                    to(good.url()),
                                    to(RawPeer.refusing()),
                                    to("ftp://x"),
                                    to(html.url()),
                                    to(brokenJson.url()),
                                    to(cut.url()),
                                    to(twoValues.url()),
                                    to(endsTheList.url()),
                                    new JsonObject().put("url", good.url()),
                                    to(good.url())))
                    .body());
            assertThat(answer).hasSize(10);
            JsonObject whole = new JsonObject().put("status", 200).put("body", new JsonObject());
            assertThat(answer.getJsonObject(0)).isEqualTo(whole);
            Answered.error(answer.getJsonObject(1), "upstream_unreachable", null);
            Answered.error(answer.getJsonObject(2), "invalid_value", "url");
            Answered.error(answer.getJsonObject(3), "upstream_not_json", null);
            Answered.error(answer.getJsonObject(4), "upstream_not_json", null);
            Answered.error(answer.getJsonObject(5), "upstream_closed", null);
            Answered.error(answer.getJsonObject(6), "upstream_not_json", null);
            Answered.error(answer.getJsonObject(7), "upstream_not_json", null);
            Answered.error(answer.getJsonObject(8), "invalid_value", "params");
            assertThat(answer.getJsonObject(9)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16"})
    void answerInAnotherEncoding_doesNotBreakTheList(String encoding) throws IOException {
        byte[] body = "{\"a\":1}".getBytes(encoding);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length + "\r\n\r\n");
            session.write(body);
        })) {
            JsonArray answer =
                    new JsonArray(relay.post("/atmar/", list(to(peer.url()))).body());
            Answered.error(answer.getJsonObject(0), "upstream_not_json", null);
        }
    }

    @Test
    void nothingAsked_nothingAnswered() {
        HttpResponse<String> answer = relay.post("/atmar/", " [ ] ");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"[1];body[0]", "[{},null];body[1]", "[{},[]];body[1]", "[{},;body", "[{}];"})
    void entryThatIsNoObject_isNamed(String body, String param) {
        HttpResponse<String> answer = relay.post("/atmar/", body);
        if (param == null) {
            Answered.error(new JsonArray(answer.body()).getJsonObject(0), "invalid_value", "url");
        } else {
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("param"))
                    .isEqualTo(param);
        }
    }

    @Test
    void moreCallsThanTheBound_areRefusedAndNoneIsMade() {
        Relay narrow = Relay.deploy(vertx, new JsonObject().put("max_gather", 2));
        Backend backend = Backend.json(vertx, 200, "{}");
        JsonObject call = to(backend.url());
        Answered.error(narrow.post("/atmar/", list(call, call, call)), 400, "invalid_value", "body");
        assertThat(backend.total()).isZero();
        assertThat(new JsonArray(narrow.post("/atmar/", list(call, call)).body()))
                .hasSize(2);
    }

    @Test
    void answersBeyondTheBoundOfBytes_areErrors() {
        Relay narrow = Relay.deploy(vertx, new JsonObject().put("max_answer_bytes", 2500));
        Backend backend = Backend.json(vertx, 200, "\"" + "a".repeat(998) + "\"");
        JsonObject call = to(backend.url());
        JsonArray answers = new JsonArray(
                narrow.post("/atmar/", list(call, call, call, call)).body());
        List<JsonObject> failed = answers.stream()
                .map(JsonObject.class::cast)
                .filter(answer -> answer.containsKey("error"))
                .collect(Collectors.toList());
        assertThat(failed).hasSize(2);
        failed.forEach(answer -> Answered.error(answer, "answer_too_large", null));
        assertThat(new JsonArray(narrow.post("/atmar/", list(call)).body())
                        .getJsonObject(0)
                        .getInteger("status"))
                .isEqualTo(200);
    }

    @Test
    void callerLeaves_everyCallIsClosed() throws IOException {
        Backend backend = Backend.silent(vertx);
        List<Backend.Call> calls;
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.post("/atmar/", list(to(backend.url()), to(backend.url()), to(backend.url())));
            calls = List.of(backend.next(), backend.next(), backend.next());
        }
        calls.forEach(call -> Await.await(call.closed()));
    }

    @Test
    void aHundredCalls_areInFlightTogether() {
        Backend backend = Backend.silent(vertx);
        String call = to(backend.url()).encode();
        String body = IntStream.range(0, 100).mapToObj(i -> call).collect(Collectors.joining(",", "[", "]"));
        CompletableFuture<HttpResponse<String>> answer = relay.postLater("/atmar/", body);
        List<Backend.Call> calls =
                IntStream.range(0, 100).mapToObj(i -> backend.next()).collect(Collectors.toList());
        calls.forEach(one -> one.answer(200, "{}"));
        assertThat(new JsonArray(Await.await(answer).body())).hasSize(100);
        assertThat(backend.peak()).isEqualTo(100);
    }

    private static JsonArray list(JsonObject... calls) {
        return new JsonArray(List.of(calls));
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
