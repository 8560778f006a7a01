package dev.atmar.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class StreamedAnswerTest {
    private static List<String> events(String body) {
        return Stream.of(body.split("\n\n"))
                .filter(event -> event.startsWith("data: "))
                .map(event -> event.substring("data: ".length()))
                .toList();
    }

    private static List<JsonObject> chunks(String body) {
        return events(body).stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(JsonObject::new)
                .toList();
    }

    private static JsonObject choice(JsonObject chunk) {
        return chunk.getJsonArray("choices").getJsonObject(0);
    }

    private static JsonObject delta(JsonObject chunk) {
        return choice(chunk).getJsonObject("delta");
    }

    private static String joined(List<JsonObject> chunks, String field) {
        return chunks.stream().map(chunk -> delta(chunk).getString(field, "")).collect(Collectors.joining());
    }

    @Test
    void stream_isRoleThenOneDeltaATokenThenReasonThenDone(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        HttpResponse<Buffer> response = simulator.ask(TestSimulator.streamed());
        String body = response.bodyAsString();
        List<JsonObject> chunks = chunks(body);
        assertThat(response.getHeader("content-type")).isEqualTo("text/event-stream");
        assertThat(response.getHeader("cache-control")).isEqualTo("no-cache");
        assertThat(body).endsWith("data: [DONE]\n\n");
        assertThat(chunks).hasSize(10).allSatisfy(chunk -> {
            assertThat(chunk.getString("object")).isEqualTo("chat.completion.chunk");
            assertThat(chunk.getString("id")).isEqualTo(chunks.get(0).getString("id"));
            assertThat(chunk.containsKey("usage")).isFalse();
        });
        assertThat(delta(chunks.get(0)).getString("role")).isEqualTo("assistant");
        assertThat(joined(chunks, "content")).contains("介绍三个北京必去的旅游景点。");
        assertThat(chunks.subList(0, 9)).allMatch(chunk -> choice(chunk).getString("finish_reason") == null);
        assertThat(choice(chunks.get(9)).getString("finish_reason")).isEqualTo("stop");
    }

    @Test
    void includeUsage_addsAChunkWithoutChoices(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject options = new JsonObject().put("include_usage", true);
        String body = simulator
                .ask(TestSimulator.streamed().put("stream_options", options))
                .bodyAsString();
        List<JsonObject> chunks = chunks(body);
        JsonObject last = chunks.get(chunks.size() - 1);
        assertThat(last.getJsonArray("choices")).isEmpty();
        assertThat(last.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(8);
        assertThat(chunks.subList(0, chunks.size() - 1))
                .allMatch(chunk -> chunk.containsKey("usage") && chunk.getValue("usage") == null);
        assertThat(events(body)).last().isEqualTo("[DONE]");
    }

    @Test
    void reasoning_comesBeforeContent(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        JsonObject question = TestSimulator.streamed().put("model", "deepseek-v4-pro");
        List<JsonObject> chunks = chunks(simulator.ask(question).bodyAsString());
        List<JsonObject> deltas =
                chunks.subList(1, 9).stream().map(StreamedAnswerTest::delta).toList();
        assertThat(deltas.subList(0, 4)).allMatch(delta -> delta.containsKey("reasoning_content"));
        assertThat(deltas.subList(0, 4)).noneMatch(delta -> delta.containsKey("content"));
        assertThat(deltas.subList(4, 8)).allMatch(delta -> delta.containsKey("content"));
        assertThat(deltas.subList(4, 8)).noneMatch(delta -> delta.containsKey("reasoning_content"));
    }

    @Test
    void streamSaysWhatThePlainAnswerSays(Vertx vertx) {
        TestSimulator simulator = new TestSimulator(vertx, new JsonObject());
        List<JsonObject> chunks = chunks(simulator.ask(TestSimulator.streamed()).bodyAsString());
        simulator.control(new JsonObject().put("seed", 1));
        JsonObject plain = simulator.ask(TestSimulator.question()).bodyAsJsonObject();
        assertThat(joined(chunks, "content"))
                .isEqualTo(choice(plain).getJsonObject("message").getString("content"));
        assertThat(chunks.get(0).getString("id")).isEqualTo(plain.getString("id"));
    }

    @Test
    void head_isThereLongBeforeTheFirstDelta_andDeltasAreSpread(Vertx vertx) throws Exception {
        TestSimulator simulator = new TestSimulator(
                vertx, new JsonObject().put("latency_ms", 3000).put("tokens", 2));
        long begin = System.nanoTime();
        try (RawClient client = simulator.raw(TestSimulator.streamed())) {
            assertThat(client.readUntil("\r\n\r\n")).doesNotContain("data:");
            assertThat(client.readUntil("\"role\"")).doesNotContain("[DONE]");
            assertThat(millisSince(begin)).isBetween(1500L, 20_000L);
            client.readUntil("[DONE]");
            assertThat(millisSince(begin)).isBetween(3000L, 25_000L);
        }
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    @Test
    void keepAlive_isACommentAndOneNewline_untilTheFirstDelta(Vertx vertx) throws Exception {
        JsonObject changes =
                new JsonObject().put("latency_ms", 1500).put("tokens", 1).put("keep_alive_ms", 50);
        TestSimulator simulator = new TestSimulator(vertx, changes);
        String body = simulator.ask(TestSimulator.streamed()).bodyAsString();
        assertThat(body).startsWith(": keep-alive\n: keep-alive\n").doesNotContain(": keep-alive\n\n");
        assertThat(body.substring(body.indexOf("data:"))).doesNotContain("keep-alive");
        assertThat(events(body.substring(body.indexOf("data:")))).last().isEqualTo("[DONE]");
    }

    @Test
    void readerThatReadsNothing_isNotWrittenToWithoutEnd(Vertx vertx) throws Exception {
        TestSimulator simulator =
                new TestSimulator(vertx, new JsonObject().put("latency_ms", 0).put("tokens", 100_000));
        try (RawClient lazy = simulator.raw(TestSimulator.streamed())) {
            lazy.readUntil("\"role\"");
            JsonObject few = new JsonObject().put("tokens", 8);
            for (int index = 0; index < 20; index++) {
                String others = simulator
                        .ask(TestSimulator.streamed().put("simulator", few))
                        .bodyAsString();
                assertThat(others).endsWith("data: [DONE]\n\n");
            }
            // 20 MB fit into no socket's buffers: what is missing waits here, in no queue
            assertThat(simulator.stats().getInteger("inflight")).isEqualTo(1);
            lazy.readUntil("data: [DONE]");
        }
        assertThat(simulator.statsWhenIdle().getInteger("finished")).isEqualTo(21);
    }
}
