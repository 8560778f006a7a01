package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.models.Model;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's client for Java, and answers that are no streams. */
@ExtendWith(VertxExtension.class)
final class OpenAiJavaTest {
    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", ""})
    void answer_isReadWhole(String base, Vertx vertx) {
        try (OpenAiJava java = OpenAiJava.of(vertx, OpenAiJava.simulator(vertx))) {
            ChatCompletion answer = java.client()
                    .withOptions(options -> options.baseUrl(java.relay().url(base)))
                    .chat()
                    .completions()
                    .create(OpenAiJava.question().build())
                    .validate();
            assertThat(answer.model()).isEqualTo("deepseek-flash");
            assertThat(answer.choices().get(0).message().content().orElseThrow())
                    .isNotBlank();
            assertThat(answer.choices().get(0).finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
            assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(8);
        }
    }

    @Test
    void callersKey_isTheOneThatTheClientWasGiven(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url())) {
            java.ask();
            assertThat(backend.next().headers().get("authorization")).isEqualTo("Bearer " + OpenAiJava.KEY);
        }
    }

    @Test
    void token_asTheClientsKey_isAnsweredWithTheAccountsKey(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        try (OpenAiJava java = OpenAiJava.withToken(vertx, backend.url(), 1, new JsonObject())) {
            java.ask();
            assertThat(backend.next().headers().get("authorization")).isEqualTo("Bearer sk-own");
        }
    }

    @Test
    void unknownFields_passBothWays(Vertx vertx) {
        Backend backend = Backend.json(
                vertx,
                200,
                "{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":\"assistant\",\"content\":\"c\","
                        + "\"reasoning_content\":\"because\"}}],\"new_field\":{\"deep\":[1.50]}}");
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url())) {
            JsonValue thinking = JsonValue.from(Map.of("type", "enabled"));
            ChatCompletion answer = java.client()
                    .chat()
                    .completions()
                    .create(OpenAiJava.question()
                            .putAdditionalBodyProperty("thinking", thinking)
                            .build());
            assertThat(new JsonObject(backend.next().text()).getJsonObject("thinking"))
                    .isEqualTo(new JsonObject().put("type", "enabled"));
            assertThat(answer._allProperties())
                    .containsEntry("new_field", JsonValue.from(Map.of("deep", new double[] {1.5})));
            assertThat(answer.choices().get(0).message()._allProperties())
                    .containsEntry("reasoning_content", JsonValue.from("because"));
        }
    }

    @Test
    void idOfTheRequest_isInTheHeaders(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION, "x-request-id", "theirs");
        try (OpenAiJava java = OpenAiJava.of(vertx, backend.url());
                HttpResponseFor<ChatCompletion> answer = java.client()
                        .withRawResponse()
                        .chat()
                        .completions()
                        .create(OpenAiJava.question().build())) {
            assertThat(answer.requestId().orElseThrow()).isNotBlank().isNotEqualTo("theirs");
            assertThat(answer.headers().values("x-upstream-request-id")).containsExactly("theirs");
        }
    }

    @Test
    void models_areListedAndFound(Vertx vertx) {
        try (OpenAiJava java = OpenAiJava.of(vertx, OpenAiJava.simulator(vertx))) {
            assertThat(java.client().models().list().autoPager().stream().map(Model::id))
                    .contains("deepseek-flash");
            Model one = java.client().models().retrieve("deepseek-flash").validate();
            assertThat(one.id()).isEqualTo("deepseek-flash");
        }
    }
}
