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
import org.junit.jupiter.params.provider.ValueSource;

/** An answer that is held comes as it was sent, in however many parts it came, and is judged by its top level. */
@ExtendWith(VertxExtension.class)
final class HeldAnswerTest {
    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/content"})
    void answerInManyParts_isPutTogether(String path, Vertx vertx) throws IOException {
        String content = "text and more \\n".repeat(3000);
        String answer = new JsonObject("{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":3}}").encode();
        String whole =
                answer.replace("{}", new JsonObject().put("content", content).encode());
        StringBuilder parts = new StringBuilder(Chunked.JSON_HEAD).append(Chunked.chunk("\n \n"));
        for (int start = 0; start < whole.length(); start += 9000) {
            parts.append(Chunked.chunk(whole.substring(start, Math.min(start + 9000, whole.length()))));
        }
        try (RawPeer peer = RawPeer.answering(parts + Chunked.END)) {
            Deliveries deliveries = Deliveries.from(vertx, peer.url());
            HttpResponse<String> given = deliveries.post(path);
            assertThat(given.body())
                    .isEqualTo(
                            path.equals("/v1")
                                    ? whole
                                    : new JsonObject().put("content", content).encode());
            assertThat(deliveries.outcome()).isEqualTo("3 in, 0 out");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"error\":\"no\"}]",
                "{\"choices\":[{\"message\":{\"error\":\"no\",\"content\":\"insufficient_system_resource\"}}]}",
                "{\"error\":\"no\",\"error\":null}",
                "{\"error\":false,\"insufficient_system_resource\":1}",
                "\"insufficient_system_resource\"",
                "{\"choices\":[{\"message\":{\"content\":\"\\\"finish_reason\\\": \\\"insufficient_system_resource\\\"\"}}]}"
            })
    void whatOnlyLooksLikeAFailure_passes(String answer, Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk(answer) + Chunked.END)) {
            assertThat(Deliveries.from(vertx, peer.url()).post("/v1").body()).isEqualTo(answer);
        }
    }

    @Test
    void errorThatIsBeyondAllMeasure_isStillOne(Vertx vertx) throws IOException {
        String error = "{\"error\":[" + "{},".repeat(20_000) + ("[{},{}],").repeat(20_000) + "{}]}";
        try (RawPeer peer = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk(error) + Chunked.END)) {
            Answered.error(Deliveries.from(vertx, peer.url()).post("/v1"), 502, "upstream_failed", null);
        }
    }

    @Test
    void nameWithAnEscape_isTheNameItSays(Vertx vertx) throws IOException {
        String error = "{\"\\u0065rror\":\"no\"}";
        try (RawPeer peer = RawPeer.answering(Chunked.JSON_HEAD + Chunked.chunk(error) + Chunked.END)) {
            Answered.error(Deliveries.from(vertx, peer.url()).post("/v1"), 502, "upstream_failed", null);
        }
    }
}
