package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what is looked at is kept, whatever else an upstream answers and however much of it. */
final class CompletionReaderTest {
    private static final String MANY = "[" + "{},".repeat(1_000_000) + "{}]";

    @Test
    void whatIsLookedAt_isKept_andNothingElse() {
        String answer = "{\"id\":\"1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"a\",\"content\":\"\\u00e9é\"},"
                + "\"logprobs\":{\"content\":[1]},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
                + "\"completion_tokens\":2.5,\"details\":{\"prompt_tokens\":9}},\"error\":{\"message\":\"no\",\"a\":1}}";
        String kept = "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"éé\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2.5},\"error\":{\"message\":\"no\"}}";
        assertThat(read(answer)).isEqualTo(new JsonObject(kept));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"text\"",
                "12345678901234567890",
                "1.5",
                "true",
                "[]",
                "{}",
                "[{\"type\":\"text\",\"text\":\"a\"},[1,[null]]]",
                "{\"a\":{\"b\":[1,{\"c\":false}]}}"
            })
    void contentOfAnyType_isKeptWhole(String content) {
        String answer = "{\"choices\":[{\"message\":{\"content\":" + content + "}}]}";
        assertThat(read(answer)).isEqualTo(new JsonObject(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "1", "\"a\"", "[]", "{}", "[null]", "[{}]", "[{\"message\":\"text\"}]"})
    void choicesOfAnyType_areKeptAsTheyAre(String choices) {
        String answer = "{\"choices\":" + choices + "}";
        assertThat(read(answer)).isEqualTo(new JsonObject(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":%s,%s}", "{%2$s,\"usage\":{\"a\":%1$s}}", "{%2$s,\"error\":{\"message\":{\"a\":%1$s}}}"})
    void millionValuesThatNobodyLooksAt_areSkipped(String answer) {
        String choices = "\"choices\":[{\"message\":{\"content\":\"hello\"}}]";
        assertThat(read(answer.formatted(MANY, choices)).encode())
                .contains(choices)
                .hasSizeLessThan(100);
    }

    @Test
    void millionChoices_areNotKept() {
        assertThat(read("{\"choices\":" + MANY + "}").getJsonArray("choices")).hasSizeLessThan(1000);
    }

    @Test
    void contentOfAMillionValues_isRefused() {
        assertRefused("{\"choices\":[{\"message\":{\"content\":" + MANY + "}}]}");
    }

    @Test
    void listsInLists_areRefusedWhereTheyAreTooMany() {
        assertRefused("{\"error\":[" + ("[" + "{},".repeat(100) + "{}],").repeat(100) + "{}]}");
    }

    @Test
    void memberThatComesTwice_isTheLast() {
        assertThat(read("{\"choices\":[1,2],\"choices\":[{\"index\":3,\"index\":4}]}"))
                .isEqualTo(new JsonObject("{\"choices\":[{\"index\":4}]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[]",
                "null",
                "1",
                "\"a\"",
                "{",
                "{} {}",
                "{}x",
                "{\"a\":[}",
                "{\"error\":",
                "{\"a\":[{]}"
            })
    void whatIsNoObjectToItsEnd_isRefused(String json) {
        assertRefused(json);
    }

    private static JsonObject read(String json) {
        return CompletionReader.read(Buffer.buffer(json)).orElseThrow();
    }

    private static void assertRefused(String json) {
        assertThat(CompletionReader.read(Buffer.buffer(json))).isEmpty();
    }
}
