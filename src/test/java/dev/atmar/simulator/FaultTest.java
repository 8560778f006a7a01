package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(VertxExtension.class)
class FaultTest {
    private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";

    private static JsonObject streamed(Fault fault) {
        return TestSimulator.question(fault).put("stream", true);
    }

    private static String bytesOf(TestSimulator simulator, JsonObject question) throws Exception {
        try (RawClient client = simulator.raw(question)) {
            return client.readToEnd();
        }
    }

    /** A chunk of the body as it came, for what a socket's buffers would join again. */
    private static List<Buffer> chunksOf(Vertx vertx, TestSimulator simulator, JsonObject question) {
        HttpClient client = vertx.createHttpClient();
        List<Buffer> chunks = new ArrayList<>();
        Future<Void> end = client.request(HttpMethod.POST, simulator.port(), "127.0.0.1", "/chat/completions")
                .compose(request -> request.putHeader("authorization", "Bearer " + TestSimulator.KEY)
                        .putHeader("content-type", "application/json")
                        .send(question.toBuffer()))
                .compose(response -> collect(response, chunks));
        TestSimulator.await(end);
        return chunks;
    }

    private static Future<Void> collect(HttpClientResponse response, List<Buffer> chunks) {
        response.handler(chunks::add);
        return response.end();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverTheFault_nothingIsLeftInFlight(Fault fault, Vertx vertx) throws Exception {
        TestSimulator simulator =
                new TestSimulator(vertx, new JsonObject().put("silent_ms", 100).put("account_limit", 1));
        for (JsonObject question : List.of(TestSimulator.question(fault), streamed(fault))) {
            RawClient client = simulator.raw(question);
            simulator.statsWhen(stats -> stats.getInteger("requests") > 0 && stats.getInteger("inflight") == 0);
            client.close();
            JsonObject stats = simulator.stats();
            int ended = stats.getInteger("finished") + stats.getInteger("rejected") + stats.getInteger("failed");
            assertThat(ended).isEqualTo(1);
            simulator.call(HttpMethod.POST, "/stats/reset", Buffer.buffer());
        }
        assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_400, 400, invalid_request_error",
        "HTTP_401, 401, authentication_error",
        "HTTP_402, 402, unknown_error",
        "HTTP_422, 422, invalid_request_error",
        "HTTP_429, 429, rate_limit_reached_error",
        "HTTP_500, 500, internal_error",
        "HTTP_503, 503, service_unavailable_error"
    })
    void status_isInDeepSeeksShape(Fault fault, int status, String type, Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("latency_ms", 600_000));
        HttpResponse<Buffer> response = simulator.ask(TestSimulator.question(fault));
        assertThat(response.statusCode()).isEqualTo(status);
        JsonObject error = response.bodyAsJsonObject().getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("type")).isEqualTo(type);
        assertThat(response.getHeader("retry-after")).isEqualTo(fault == Fault.HTTP_429 ? "1" : null);
    }

    @Test
    void http429_isTheOtherOne(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertThat(simulator.ask(TestSimulator.question(Fault.HTTP_429)).bodyAsString())
                .contains("Rate limit reached for TPM");
    }

    @Test
    void notJson_isAPage(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        HttpResponse<Buffer> response = simulator.ask(TestSimulator.question(Fault.NOT_JSON));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).isEqualTo("text/html");
        assertThat(response.bodyAsString()).startsWith("<html>");
    }

    @Test
    void brokenJson_endsCleanlyInsideTheJson(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        HttpResponse<Buffer> response = simulator.ask(TestSimulator.question(Fault.BROKEN_JSON));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.getHeader("content-type")).isEqualTo("application/json");
        assertThatThrownBy(response::bodyAsJsonObject).isInstanceOf(DecodeException.class);
        assertThat(simulator.ask(streamed(Fault.BROKEN_JSON)).bodyAsString()).endsWith("{\"index\":0,\"del\n\n");
    }

    @Test
    void insufficientSystemResource_isA200ThatFailed(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        String reason = "\"finish_reason\":\"insufficient_system_resource\"";
        assertThat(simulator
                        .ask(TestSimulator.question(Fault.INSUFFICIENT_SYSTEM_RESOURCE))
                        .bodyAsString())
                .contains(reason, "\"completion_tokens\":0");
        assertThat(simulator.ask(streamed(Fault.INSUFFICIENT_SYSTEM_RESOURCE)).bodyAsString())
                .contains(reason)
                .doesNotContain("You asked")
                .endsWith("data: [DONE]\n\n");
    }

    @Test
    void blankThenClose_isA200OfBlankLines(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        String plain = bytesOf(simulator, TestSimulator.question(Fault.BLANK_THEN_CLOSE));
        assertThat(plain)
                .startsWith("HTTP/1.1 200 OK")
                .contains("application/json")
                .doesNotContain(END_OF_CHUNKS);
        assertThat(plain.substring(plain.indexOf("\r\n\r\n") + 4)).isEqualTo("1\r\n\n\r\n".repeat(3));
        String stream = bytesOf(simulator, streamed(Fault.BLANK_THEN_CLOSE));
        assertThat(stream).contains("text/event-stream").contains(": keep-alive\n\r\n");
        assertThat(stream).doesNotContain("data:").doesNotContain(END_OF_CHUNKS);
    }

    @Test
    void closeBeforeHead_sendsNothing(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertThat(bytesOf(simulator, TestSimulator.question(Fault.CLOSE_BEFORE_HEAD)))
                .isEmpty();
        assertThat(bytesOf(simulator, streamed(Fault.CLOSE_BEFORE_HEAD))).isEmpty();
        assertThat(simulator.statsWhenIdle().getInteger("failed")).isEqualTo(2);
    }

    @Test
    void closeAfterHead_sendsTheHeadOnly(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        for (JsonObject question :
                List.of(TestSimulator.question(Fault.CLOSE_AFTER_HEAD), streamed(Fault.CLOSE_AFTER_HEAD))) {
            assertThat(bytesOf(simulator, question))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("\r\n\r\n")
                    .doesNotContain(END_OF_CHUNKS);
        }
    }

    @Test
    void closeInBody_sendsHalfOfIt(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        String plain = bytesOf(simulator, TestSimulator.question(Fault.CLOSE_IN_BODY));
        int promised = Integer.parseInt(plain.replaceAll("(?s).*content-length: (\\d+)\r\n.*", "$1"));
        assertThat(plain.length() - plain.indexOf("\r\n\r\n") - 4).isEqualTo(promised / 2);
        String stream = bytesOf(simulator, streamed(Fault.CLOSE_IN_BODY));
        assertThat(stream.split("data: ", -1)).hasSize(1 + 1 + 4);
        assertThat(stream).doesNotContain("[DONE]").doesNotContain(END_OF_CHUNKS);
    }

    @Test
    void silent_saysNothingUntilItsBound(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("silent_ms", 300));
        long begin = System.nanoTime();
        assertThat(bytesOf(simulator, TestSimulator.question(Fault.SILENT))).isEmpty();
        assertThat(System.nanoTime() - begin).isGreaterThan(290_000_000L);
    }

    @Test
    void silentInStream_keepsTheConnectionUntilItsBound(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("silent_ms", 300));
        String stream = bytesOf(simulator, streamed(Fault.SILENT_IN_STREAM));
        assertThat(stream.split("data: ", -1)).hasSize(1 + 1 + 4);
        assertThat(stream).doesNotContain("[DONE]").doesNotContain(END_OF_CHUNKS);
        assertThat(bytesOf(simulator, TestSimulator.question(Fault.SILENT_IN_STREAM)))
                .contains("chat.completion");
    }

    @Test
    void streamWithoutDone_endsCleanly(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        String stream = simulator.ask(streamed(Fault.STREAM_WITHOUT_DONE)).bodyAsString();
        assertThat(stream.split("data: ", -1)).hasSize(1 + 1 + 4);
        assertThat(stream).doesNotContain("[DONE]").doesNotContain("\"stop\"");
        assertThat(simulator.stats().getInteger("finished")).isEqualTo(1);
    }

    @Test
    void framing_changesHowItIsSaidButNotWhat(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject again = new JsonObject().put("seed", 5);
        simulator.control(again);
        String usual = simulator.ask(TestSimulator.streamed()).bodyAsString();
        List<String> said = new ArrayList<>();
        for (Fault fault :
                List.of(Fault.SSE_CRLF, Fault.SSE_NO_SPACE, Fault.SSE_SPLIT_UTF8, Fault.SSE_SPLIT_NEWLINES)) {
            simulator.control(again);
            said.add(simulator.ask(streamed(fault)).bodyAsString());
        }
        assertThat(said.get(0)).contains("}\r\n\r\ndata: ");
        assertThat(said.get(1)).contains("}\n\ndata:{").doesNotContain("data: ");
        String created = "\"created\":\\d+";
        assertThat(said)
                .extracting(stream -> stream.replace("\r\n", "\n")
                        .replace("data:{", "data: {")
                        .replace("data:[", "data: [")
                        .replaceAll(created, ""))
                .containsOnly(usual.replaceAll(created, ""));
    }

    @Test
    void splitUtf8_cutsInsideACharacter(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        assertThat(chunksOf(vertx, simulator, streamed(Fault.SSE_SPLIT_UTF8))).anyMatch(chunk -> !isUtf8(chunk));
        assertThat(chunksOf(vertx, simulator, TestSimulator.streamed())).allMatch(FaultTest::isUtf8);
    }

    private static boolean isUtf8(Buffer chunk) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(chunk.getBytes()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void splitNewlines_cutsBetweenTheTwo(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        List<Buffer> chunks = chunksOf(vertx, simulator, streamed(Fault.SSE_SPLIT_NEWLINES));
        assertThat(chunks).contains(Buffer.buffer("\n"));
        assertThat(chunks).noneMatch(chunk -> chunk.toString().endsWith("\n\n"));
    }

    @Test
    void scriptChanceAndHeader_eachGiveTheirFault(Vertx vertx) throws Exception {
        JsonObject step = new JsonObject().put("request", 2).put("fault", "http_503");
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject().put("script", new JsonArray().add(step)));
        assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(200);
        assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(503);
        assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(200);
        simulator.control(new JsonObject().put("faults", new JsonObject().put("http_500", 1)));
        assertThat(simulator.ask(TestSimulator.question()).statusCode()).isEqualTo(500);
        String body = TestSimulator.question().encode();
        try (RawClient client = RawClient.connect(simulator.port())) {
            client.write("POST /chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer sk-a\r\n"
                    + "x-simulator-fault: http_402\r\ncontent-length: "
                    + Buffer.buffer(body).length() + "\r\n\r\n" + body);
            assertThat(client.readUntil("\"code\"")).startsWith("HTTP/1.1 402");
        }
    }
}
