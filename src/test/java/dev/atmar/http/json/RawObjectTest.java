package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken, and that its bytes stay as they were sent. */
final class RawObjectTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1E-400",
                "0.1000",
                "-0",
                "-0.0",
                "1E+02",
                "123456789012345678901234567890",
                "0.12345678901234567890123456789",
                "true",
                "false",
                "null",
                "\"\"",
                "\"text\"",
                "\"\\u0041\\/\\n\\\"\\\\\"",
                "\"\\ud83d\\ude00\"",
                "\"\\ud800 alone\"",
                "\"北京 😀 é\"",
                "\"} , ] \\\" {\"",
                "[]",
                "{}",
                "[ 1 ,\t2\n,\r3 ]",
                "{ \"b\" : { \"a\" : [ null , 0.10 ] } , \"b\" : 2 }",
                "[[[[{\"a\":\"]\"}]]]]"
            })
    void aValuesBytesAreKept(String value) {
        for (String body : List.of(
                "{\"a\":" + value + "}",
                "{\"a\":" + value + ",\"z\":1}",
                " \r\n{ \"y\" : [1] ,\t\"a\"\n:\r " + value + " \n, \"z\" : {} } \t",
                "{\"é😀\":\"é😀\",\"a\":" + value + "}",
                "\uFEFF{\"a\":" + value + "}")) {
            assertThat(parse(body).value("a")).hasToString(value);
        }
    }

    @Test
    void namesComeInTheirOrderAndNullIsThereButNotHad() {
        RawObject object = parse("{\"z\":1,\"a\":null,\"\":2,\"\\u00e9\":3}");
        assertThat(object.otherThan(Set.of("é", "a", ""))).hasValue("z");
        assertThat(object.otherThan(Set.of("z", "a", ""))).hasValue("é");
        assertThat(object.has("z")).isTrue();
        assertThat(object.has("a")).isFalse();
        assertThat(object.has("none")).isFalse();
        assertThat(object.value("a")).hasToString("null");
    }

    @Test
    void ofAFieldThatIsThereTwiceTheLastCounts() {
        RawObject object = parse("{\"a\":1,\"b\":2,\"\\u0061\":\"x\"}");
        assertThat(object.text("a")).isEqualTo("x");
        assertThat(object.otherThan(Set.of("a", "b"))).isEmpty();
        assertThat(object.without(Set.of("a"))).hasToString("{\"b\":2}");
        assertThat(parse(object.without(Set.of()).toString()).text("a")).isEqualTo("x");
    }

    @Test
    void aNullAfterAValueTakesItAway() {
        assertThat(parse("{\"stream\":true,\"stream\":null}").flag("stream")).isFalse();
    }

    @Test
    void withoutKeepsTheBytesOfTheRestInTheirOrder() {
        RawObject object = parse("{ \"key\" : \"sk\", \"n\": 0.10 ,\"\\u00e9\\n\" : [ 1 ], \"\\ud800\":{} }");
        assertThat(object.without(Set.of("key", "none")))
                .hasToString("{\"n\": 0.10,\"\\u00e9\\n\" : [ 1 ],\"\\ud800\":{}}");
        assertThat(object.without(Set.of("key", "n", "\u00e9\n", "\ud800"))).hasToString("{}");
        assertThat(parse("{}").without(Set.of("a"))).hasToString("{}");
    }

    @Test
    void withoutLeavesNoSecondCopyOfAFieldThatWasThereTwice() {
        RawObject object = parse("{\"key\":\"sk-1\",\"a\":1,\"\\u006bey\":\"sk-2\"}");
        assertThat(object.without(Set.of("key"))).hasToString("{\"a\":1}");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aValueIsASliceOfTheBodyAndNoCopy(boolean onTheHeap) {
        byte[] bytes = "  {\"a\":[1]} ".getBytes(StandardCharsets.UTF_8);
        ByteBuf memory = onTheHeap
                ? Unpooled.wrappedBuffer(bytes)
                : Unpooled.directBuffer().writeBytes(bytes);
        Buffer body = BufferInternal.buffer(memory.slice(1, bytes.length - 1));
        Buffer value = RawObject.parse(body).value("a");
        assertThat(value).hasToString("[1]");
        body.setByte(7, (byte) '2');
        assertThat(value).hasToString("[2]");
    }

    @Test
    void textIsDecoded() {
        assertThat(parse("{\"a\":\"\\u5317京\\n\\\"\"}").text("a")).isEqualTo("北京\n\"");
        assertThat(parse("{\"é\":\"é\",\"a\":\"😀\"}").text("a")).isEqualTo("😀");
        assertThat(parse("{\"a\":\" x \"}").optionalText("a")).hasValue(" x ");
        assertThat(parse("{\"a\":null}").optionalText("a")).isEmpty();
        assertThat(parse("{}").optionalText("a")).isEmpty();
    }

    @Test
    void aNumberIsTakenWithinItsBoundsAndBothBoundsAreIn() {
        assertThat(parse("{\"n\":1}").optionalNumber("n", 1, 5)).hasValue(1L);
        assertThat(parse("{\"n\":5 }").optionalNumber("n", 1, 5)).hasValue(5L);
        assertThat(parse("{\"n\":-9223372036854775808}").optionalNumber("n", Long.MIN_VALUE, 0))
                .hasValue(Long.MIN_VALUE);
        assertThat(parse("{\"n\":null}").optionalNumber("n", 1, 5)).isEmpty();
        assertThat(parse("{}").optionalNumber("n", 1, 5)).isEmpty();
    }

    @Test
    void aFlagIsFalseUnlessItIsTrue() {
        assertThat(parse("{\"f\":true}").flag("f")).isTrue();
        assertThat(parse("{\"f\":false}").flag("f")).isFalse();
        assertThat(parse("{\"f\":null}").flag("f")).isFalse();
        assertThat(parse("{}").flag("f")).isFalse();
    }

    @Test
    void textsAreDecodedAndListsKeepTheirBytes() {
        RawObject object = parse("{\"h\":{\"a\":\"\\u0041\",\"b\":\"\"},\"l\":[ 1.0 ]}");
        assertThat(object.texts("h")).isEqualTo(Map.of("a", "A", "b", ""));
        assertThat(object.texts("none")).isEmpty();
        assertThat(parse("{\"h\":null}").texts("h")).isEmpty();
        assertThat(object.list("l")).hasToString("[ 1.0 ]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | {} | missing (expected: text)",
                "text | {\"a\":null} | it is null (expected: text)",
                "text | {\"a\":1} | it is a number (expected: text)",
                "text | {\"a\":[]} | it is a list (expected: text)",
                "text | {\"a\":\" \\t\"} | blank (expected: text)",
                "optional | {\"a\":{}} | it is an object (expected: text)",
                "optional | {\"a\":\"\"} | blank (expected: text)",
                "number | {\"a\":0} | it is a number (expected: a whole number, 1 to 9)",
                "number | {\"a\":10} | it is a number (expected: a whole number, 1 to 9)",
                "number | {\"a\":2.0} | it is a number (expected: a whole number, 1 to 9)",
                "number | {\"a\":1e0} | it is a number (expected: a whole number, 1 to 9)",
                "number | {\"a\":99999999999999999999} | it is a number (expected: a whole number, 1 to 9)",
                "number | {\"a\":\"5\"} | it is text (expected: a whole number, 1 to 9)",
                "number | {\"a\":true} | it is true or false (expected: a whole number, 1 to 9)",
                "flag | {\"a\":1} | it is a number (expected: true or false)",
                "flag | {\"a\":\"true\"} | it is text (expected: true or false)",
                "list | {} | missing (expected: a list)",
                "list | {\"a\":null} | it is null (expected: a list)",
                "list | {\"a\":{}} | it is an object (expected: a list)",
                "value | {} | missing (expected: a JSON value)",
                "texts | {\"a\":[]} | it is a list (expected: an object)",
                "texts | {\"a\":\"x: y\"} | it is text (expected: an object)"
            })
    void aFieldThatDoesNotFitIsNamed(String accessor, String body, String complaint) {
        assertThatThrownBy(() -> read(accessor, parse(body))).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.param()).isEqualTo("a");
            assertThat(refused).hasMessage("a: " + complaint);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "true", "[]", "{}", "1e400"})
    void aValueAmongTextsThatIsNotTextIsNamed(String value) {
        assertThatThrownBy(
                        () -> parse("{\"a\":{\"x\":\"\",\"y\":" + value + "}}").texts("a"))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.param()).isEqualTo("a.y");
                    assertThat(refused).hasMessage("a.y: not text (expected: text)");
                });
    }

    @Test
    void ofAListEachObjectIsRead() {
        List<RawObject> objects =
                RawObject.parseList(Buffer.buffer(" [ {\"a\":1.0} , {} , { \"a\" : \"é\" } ] "), 1000);
        assertThat(objects).hasSize(3);
        assertThat(objects.get(0).value("a")).hasToString("1.0");
        assertThat(objects.get(1).otherThan(Set.of())).isEmpty();
        assertThat(objects.get(2).text("a")).isEqualTo("é");
        assertThat(RawObject.parseList(Buffer.buffer("[]"), 0)).isEmpty();
    }

    @Test
    void whetherItIsAListIsSaidByTheFirstByteThatIsNotBlank() {
        assertThat(RawObject.isList(Buffer.buffer(" \r\n\t["))).isTrue();
        assertThat(RawObject.isList(Buffer.buffer("\uFEFF[]"))).isTrue();
        assertThat(RawObject.isList(Buffer.buffer("{\"a\":[]}"))).isFalse();
        assertThat(RawObject.isList(Buffer.buffer())).isFalse();
        assertThat(RawObject.isList(Buffer.buffer("  "))).isFalse();
    }

    private static Object read(String accessor, RawObject object) {
        return switch (accessor) {
            case "text" -> object.text("a");
            case "optional" -> object.optionalText("a");
            case "number" -> object.optionalNumber("a", 1, 9);
            case "flag" -> object.flag("a");
            case "list" -> object.list("a");
            case "value" -> object.value("a");
            default -> object.texts("a");
        };
    }

    private static RawObject parse(String body) {
        return RawObject.parse(Buffer.buffer(body));
    }
}
