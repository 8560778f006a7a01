package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.SseException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionChunk.Choice.Delta;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's client for Java, and streams. */
@ExtendWith(VertxExtension.class)
final class OpenAiJavaStreamTest {
    private static final String FINISH = event("{}", "\"stop\"");
    private static final String DONE = "data: [DONE]\n\n";

    @Test
    void deltas_makeTheAnswer(Vertx vertx) {
        try (OpenAiJava java = OpenAiJava.of(vertx, OpenAiJava.simulator(vertx))) {
            List<ChatCompletionChunk> chunks = java.streamed(OpenAiJava.question());
            assertThat(chunks)
                    .hasSizeGreaterThan(2)
                    .allSatisfy(chunk -> assertThat(chunk.choices()).hasSize(1));
            assertThat(chunks.get(chunks.size() - 1).choices().get(0).finishReason())
                    .hasValue(ChatCompletionChunk.Choice.FinishReason.STOP);
            assertThat(text(chunks)).contains("介绍三个北京必去的旅游景点。");
        }
    }

    @Test
    void usage_isInTheLastChunk(Vertx vertx) {
        ChatCompletionStreamOptions options =
                ChatCompletionStreamOptions.builder().includeUsage(true).build();
        try (OpenAiJava java = OpenAiJava.of(vertx, OpenAiJava.simulator(vertx))) {
            List<ChatCompletionChunk> chunks =
                    java.streamed(OpenAiJava.question().streamOptions(options));
            ChatCompletionChunk last = chunks.get(chunks.size() - 1);
            assertThat(last.choices()).isEmpty();
            assertThat(last.usage().orElseThrow().completionTokens()).isEqualTo(8);
        }
    }

    @Test
    void delta_isSeenBeforeTheUpstreamSendsTheNext(Vertx vertx) throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk(": keep-alive\n\n" + content("one")));
            RawPeer.await(seen);
            session.write(Chunked.chunk(content("two") + FINISH + DONE) + Chunked.END);
        })) {
            try (OpenAiJava java = OpenAiJava.of(vertx, peer.url());
                    StreamResponse<ChatCompletionChunk> answer = java.stream()) {
                Iterator<ChatCompletionChunk> chunks = answer.stream().iterator();
                assertThat(text(List.of(chunks.next()))).isEqualTo("one");
                seen.countDown();
                assertThat(text(List.of(chunks.next()))).isEqualTo("two");
                chunks.next();
                assertThat(chunks).isExhausted();
            }
        }
    }

    @Test
    void reasoningAndCallsOfTools_pass(Vertx vertx) throws IOException {
        String call = "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\","
                + "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\"}}]}";
        String rest = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\"}\"}}]}";
        String events = event("{\"role\":\"assistant\",\"reasoning_content\":\"hm\"}", "null")
                + event(call, "null")
                + event(rest, "null")
                + event("{}", "\"tool_calls\"");
        try (RawPeer peer = RawPeer.answering(Chunked.stream(events + DONE));
                OpenAiJava java = OpenAiJava.of(vertx, peer.url())) {
            List<Delta> deltas = java.streamed(OpenAiJava.question()).stream()
                    .map(chunk -> chunk.choices().get(0).delta())
                    .toList();
            assertThat(deltas.get(0)._allProperties()).containsEntry("reasoning_content", JsonValue.from("hm"));
            String arguments = deltas.stream()
                    .flatMap(delta -> delta.toolCalls().stream().flatMap(List::stream))
                    .map(tool -> tool.function().orElseThrow().arguments().orElseThrow())
                    .collect(Collectors.joining());
            assertThat(new JsonObject(arguments).getString("city")).isEqualTo("Paris");
        }
    }

    @Test
    void callerWhoCloses_closesTheUpstream(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk(content("one")));
            session.awaitClose();
        })) {
            try (OpenAiJava java = OpenAiJava.of(vertx, peer.url())) {
                try (StreamResponse<ChatCompletionChunk> answer = java.stream()) {
                    assertThat(answer.stream().iterator().next().choices()).hasSize(1);
                }
                peer.awaitPlayed();
            }
        }
    }

    /** The connection breaks; the body ends in order, but the answer has not; the upstream says so itself. */
    @ParameterizedTest
    @ValueSource(strings = {"", Chunked.END, "data: {\"error\":{\"message\":\"out of luck\",\"type\":\"t\"}}\n\n"})
    void streamThatFails_isAnErrorBehindItsDeltas(String end, Vertx vertx) throws IOException {
        String last = end.startsWith("data") ? Chunked.chunk(end) + Chunked.END : end;
        try (RawPeer peer = RawPeer.answering(Chunked.STREAM_HEAD + Chunked.chunk(content("one")) + last);
                OpenAiJava java = OpenAiJava.of(vertx, peer.url());
                StreamResponse<ChatCompletionChunk> answer = java.stream()) {
            List<ChatCompletionChunk> seen = new ArrayList<>();
            assertThatThrownBy(() -> answer.stream().forEach(seen::add))
                    .isInstanceOfSatisfying(
                            SseException.class,
                            failure -> assertThat(failure.code()).isPresent());
            assertThat(text(seen)).isEqualTo("one");
            assertThat(java.calls()).as("what has begun is not tried again").isEqualTo(1);
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    private static String content(String text) {
        return event("{\"content\":\"" + text + "\"}", "null");
    }

    private static String event(String delta, String finishReason) {
        return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
    }
}
