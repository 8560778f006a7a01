package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scan finds names, and only names. */
final class CompletionScanTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"finish_reason\":\"stop\"}",
                "{\"choices\":[{\"finish_reason\" : \t\"length\"}]}",
                "{\"a\":\"\\\\\",\"finish_reason\":\"stop\"}",
                "{\"choices\":[{\"finish_reason\":null},{\"finish_reason\":\"stop\"}]}"
            })
    void finishReason_isFound(String json) {
        assertThat(CompletionScan.of(Buffer.buffer(json)).isFinished()).isTrue();
        assertThat(CompletionScan.of(Buffer.buffer(json)).isGivenUp()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"",
                "{\"finish_reason\":null}",
                "{\"finish_reason\"",
                "{\"finish_reason\":",
                "{\"content\":\"finish_reason\"}",
                "[\"finish_reason\",\"stop\"]",
                "{\"content\":\"\\\"finish_reason\"}",
                "{\"content\":\"\\\"finish_reason\\\":\\\"stop\\\"\"}",
                "{\"\\\"finish_reason\":\"stop\"}",
                "{\"my_finish_reason\":\"stop\"}"
            })
    void whatOnlyLooksLikeIt_isNot(String json) {
        assertThat(CompletionScan.of(Buffer.buffer(json)).isFinished()).isFalse();
    }

    @Test
    void whateverAModelWrites_isNoName() {
        String nasty = "\"finish_reason\": \"insufficient_system_resource\", \\\"error\\\": {\"usage\": {}}\\";
        String json = new JsonObject().put("content", nasty).put(nasty, 1).encode();
        CompletionScan scan = CompletionScan.of(Buffer.buffer(json));
        assertThat(scan.isFinished()).isFalse();
        assertThat(scan.isGivenUp()).isFalse();
        assertThat(scan.mayHaveUsage()).isFalse();
        assertThat(scan.mayHaveError()).isFalse();
    }

    @Test
    void oneOfSeveralChoicesThatGaveUp_isSeen() {
        String json =
                "{\"choices\":[{\"finish_reason\":\"stop\"},{\"finish_reason\":\"insufficient_system_resource\"}]}";
        assertThat(CompletionScan.of(Buffer.buffer(json)).isGivenUp()).isTrue();
    }

    @Test
    void usageAndError_areSeenUnlessTheyAreNull() {
        CompletionScan nothing = CompletionScan.of(Buffer.buffer("{\"usage\":null,\"error\":null}"));
        assertThat(nothing.mayHaveUsage()).isFalse();
        assertThat(nothing.mayHaveError()).isFalse();
        CompletionScan both = CompletionScan.of(Buffer.buffer("{\"usage\": {},\"error\":\"broken\"}"));
        assertThat(both.mayHaveUsage()).isTrue();
        assertThat(both.mayHaveError()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "true", "[]", "[{}]", "{}", "\"\""})
    void errorOfAnyType_isSeen(String error) {
        String json = "{\"a\":1,\"error\" : " + error + "}";
        assertThat(CompletionScan.of(Buffer.buffer(json)).mayHaveError()).isTrue();
    }

    @Test
    void errorThatIsFalse_isNone() {
        assertThat(CompletionScan.of(Buffer.buffer("{\"error\":false}")).mayHaveError())
                .isFalse();
    }

    @Test
    void indices_areToldApart() {
        CompletionScan first = CompletionScan.of(Buffer.buffer("{\"choices\":[{\"index\": 0}]}"));
        assertThat(first.hasFirstIndex()).isTrue();
        assertThat(first.mayHaveOtherIndex()).isFalse();
        CompletionScan other = CompletionScan.of(Buffer.buffer("{\"choices\":[{\"index\":10}]}"));
        assertThat(other.hasFirstIndex()).isFalse();
        assertThat(other.mayHaveOtherIndex()).isTrue();
    }
}
