package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {
    private final JsonFields fields = new JsonFields("tasks[3]", new JsonObject("""
            {"text": "a", "blank": " ", "number": 7, "big": 5000000000, "half": 1.5, "flag": true, "nothing": null,
             "list": [1], "object": {"x": "y"}, "mixed": {"x": 1}}"""));

    private static void refused(ThrowingCallable reading, String param) {
        ApiException refusal = catchThrowableOfType(ApiException.class, reading);
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal).hasMessageStartingWith(param + ": ").hasMessageContaining("(expected: ");
    }

    @Test
    void whatIsThere_isReadAsItsType() {
        assertThat(fields.text("text")).isEqualTo("a");
        assertThat(fields.number("number", 7, 7)).hasValue(7L);
        assertThat(fields.number("big", 0, Long.MAX_VALUE)).hasValue(5_000_000_000L);
        assertThat(fields.flag("flag", false)).isTrue();
        assertThat(fields.list("list")).isEqualTo(new JsonArray().add(1));
        assertThat(fields.inner("object").text("x")).isEqualTo("y");
        assertThat(fields.texts("object")).containsOnly(entry("x", "y"));
    }

    @Test
    void nullAndNothing_countAsNotThere() {
        for (String field : Set.of("nothing", "no such field")) {
            assertThat(fields.has(field)).isFalse();
            assertThat(fields.text(field, "other")).isEqualTo("other");
            assertThat(fields.number(field, 1, 2)).isEmpty();
            assertThat(fields.flag(field, true)).isTrue();
            assertThat(fields.texts(field)).isEmpty();
            assertThat(fields.inner(field).object()).isEmpty();
        }
        assertThat(fields.holds("nothing")).isTrue();
        assertThat(fields.holds("no such field")).isFalse();
    }

    @Test
    void whatIsWrong_isRefusedByItsFullName() {
        refused(() -> fields.text("blank"), "tasks[3].blank");
        refused(() -> fields.text("nothing"), "tasks[3].nothing");
        refused(() -> fields.text("number", "other"), "tasks[3].number");
        refused(() -> fields.number("number", 8, 9), "tasks[3].number");
        refused(() -> fields.number("half", 0, 9), "tasks[3].half");
        refused(() -> fields.number("text", 0, 9), "tasks[3].text");
        refused(() -> fields.flag("text", true), "tasks[3].text");
        refused(() -> fields.list("object"), "tasks[3].object");
        refused(() -> fields.inner("list"), "tasks[3].list");
        refused(() -> fields.texts("mixed"), "tasks[3].mixed.x");
        refused(() -> fields.refuseUnknown(Set.of("text", "number")), "tasks[3].big");
    }

    @Test
    void aBodyThatIsNoObject_isRefused() {
        refused(() -> JsonFields.of("text"), "body");
        refused(() -> JsonFields.of(null), "body");
        refused(() -> JsonFields.parse(Buffer.buffer("[]")), "body");
        refused(() -> JsonFields.parse(Buffer.buffer("{")), "body");
        refused(() -> JsonFields.parse(Buffer.buffer()), "body");
        assertThat(JsonFields.parse(Buffer.buffer("{\"a\":1}")).value("a")).isEqualTo(1);
    }

    @Test
    void theRefusalOfALongValue_isOneShortLine() {
        JsonFields one = JsonFields.of(new JsonObject().put("n", "x\r\ny".repeat(10_000)));

        ApiException refusal = catchThrowableOfType(ApiException.class, () -> one.number("n", 0, 1));

        assertThat(refusal.getMessage()).hasSizeLessThan(300).doesNotContain("\n", "\r");
    }
}
