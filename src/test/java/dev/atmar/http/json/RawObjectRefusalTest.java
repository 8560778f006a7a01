package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are not one JSON object, or not a list of them: each is a 400 that says where, and shows nothing. */
final class RawObjectRefusalTest {
    static Stream<Arguments> objects() {
        return Stream.of(
                Arguments.of("", "body"),
                Arguments.of(" \r\n\t", "body"),
                Arguments.of("[", "body"),
                Arguments.of("{", "body"),
                Arguments.of("[]", "body"),
                Arguments.of("[{}]", "body"),
                Arguments.of("null", "body"),
                Arguments.of("17", "body"),
                Arguments.of("\"{}\"", "body"),
                Arguments.of("nonsense", "body"),
                Arguments.of("}", "body"),
                Arguments.of("{}x", "body"),
                Arguments.of("{}{}", "body"),
                Arguments.of("{} ,", "body"),
                Arguments.of("{\"a\":1}\0", "body"),
                Arguments.of("{,}", "body"),
                Arguments.of("{\"a\":1,}", "body"),
                Arguments.of("{\"a\":1 \"b\":2}", "body"),
                Arguments.of("{a:1}", "body"),
                Arguments.of("{'a':1}", "body"),
                Arguments.of("{\"a\":1", "body"),
                Arguments.of("{\"a", "body"),
                Arguments.of("{\"a\n\":1}", "body"),
                Arguments.of("{/* comment */}", "body"),
                Arguments.of("{\"a\":}", "a"),
                Arguments.of("{\"a\"}", "a"),
                Arguments.of("{\"a\" 1}", "a"),
                Arguments.of("{\"a\":", "a"),
                Arguments.of("{\"a\":[1,}", "a"),
                Arguments.of("{\"a\":[1,2", "a"),
                Arguments.of("{\"b\":1,\"a\":{\"c\":nope}}", "a"),
                Arguments.of("{\"a\":{\"b\":1]}", "a"),
                Arguments.of("{\"a\":\"open}", "a"),
                Arguments.of("{\"a\":\"line\nbreak\"}", "a"),
                Arguments.of("{\"a\":\"\\x\"}", "a"),
                Arguments.of("{\"a\":\"\\u12\"}", "a"),
                Arguments.of("{\"a\":nul}", "a"),
                Arguments.of("{\"a\":truefalse}", "a"),
                Arguments.of("{\"a\":NaN}", "a"),
                Arguments.of("{\"a\":+1}", "a"),
                Arguments.of("{\"a\":01}", "a"),
                Arguments.of("{\"a\":.5}", "a"),
                Arguments.of("{\"a\":5.}", "a"),
                Arguments.of("{\"a\":1e}", "a"),
                Arguments.of("{\"a\":-}", "a"),
                Arguments.of("{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}", "a"),
                Arguments.of("{\"a\":" + "{\"b\":".repeat(2000) + "1" + "}".repeat(2000) + "}", "a"),
                Arguments.of("{\"a\":" + "[".repeat(1_000_000), "a"),
                Arguments.of("{\"a\":" + "9".repeat(5000) + "}", "a"),
                Arguments.of("{\"" + "k".repeat(100_000) + "\":1}", "body"));
    }

    @ParameterizedTest
    @MethodSource("objects")
    void whatIsNotOneObjectIsRefused(String body, String param) {
        assertRefused(refusal(Buffer.buffer(body)), param);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void anotherEncodingThanUtf8IsRefused(String encoding) {
        Buffer body = Buffer.buffer("{\"model\": \"m\", \"messages\": []}".getBytes(Charset.forName(encoding)));
        assertRefused(refusal(body), "body");
    }

    @ParameterizedTest
    @ValueSource(strings = {"é", "ÿ", "\u0080", "Ã(", "â(¡", "ð(\u008c¼"})
    void bytesThatAreNotUtf8AreRefusedInTheirField(String latin) {
        byte[] inAValue = ("{\"b\":1,\"a\":\"" + latin + "\"}").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(refusal(Buffer.buffer(inAValue)), "a");
        byte[] inAName = ("{\"b\":1,\"" + latin + "\":2}").getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(refusal(Buffer.buffer(inAName)), "body");
    }

    @Test
    void ofAWrongBodyNothingIsShown() {
        String canary = "sk-canary-31415";
        for (String body : new String[] {
            canary,
            "{\"api_key\":\"" + canary,
            "{\"api_key\":" + canary + "}",
            "{\"a\":1} " + canary,
            "{\"a\":[\"" + canary + "\",}",
            "{\"a\":\"" + canary + "\\x\"}"
        }) {
            assertThat(refusal(Buffer.buffer(body)).toBuffer().toString()).doesNotContain(canary);
        }
        RawObject object =
                RawObject.parse(Buffer.buffer("{\"n\":\"" + canary + "\",\"h\":{\"x\":[\"" + canary + "\"]}}"));
        assertThat(catchThrowableOfType(ApiException.class, () -> object.optionalNumber("n", 1, 2)))
                .message()
                .doesNotContain(canary);
        assertThat(catchThrowableOfType(ApiException.class, () -> object.texts("h")))
                .message()
                .doesNotContain(canary);
    }

    @Test
    void whereItStopsBeingJsonIsSaid() {
        assertThat(refusal(Buffer.buffer("{\n \"a\": nope}"))).message().contains("line 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | body",
                "{} | body",
                "null | body",
                "[ | body",
                "[{} | body",
                "[{},] | body",
                "[{} {}] | body",
                "[{}]] | body",
                "[{}][] | body",
                "[1] | body[0]",
                "[{},null] | body[1]",
                "[{},{},[]] | body[2]",
                "[{},\"\"] | body[1]",
                "[{},{\"b\":1,\"a\":nope}] | body[1].a",
                "[{},{\"b\":1,a:2}] | body[1]"
            })
    void whatIsNotAListOfObjectsIsRefused(String body, String param) {
        assertRefused(
                catchThrowableOfType(ApiException.class, () -> RawObject.parseList(Buffer.buffer(body), 1000)), param);
    }

    @Test
    void oneEntryTooMany_isRefusedBeforeTheRestIsRead() {
        String three = "[{},{},{}";
        assertThat(RawObject.parseList(Buffer.buffer(three + "]"), 3)).hasSize(3);
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> RawObject.parseList(Buffer.buffer(three + ",nope"), 3));
        assertThat(refused.code()).isEqualTo("invalid_json");
        refused = catchThrowableOfType(
                ApiException.class, () -> RawObject.parseList(Buffer.buffer(three + ",{ nope"), 3));
        assertRefused(refused, "body");
        assertThat(refused).hasMessageContaining("at most 3");
    }

    private static ApiException refusal(Buffer body) {
        return catchThrowableOfType(ApiException.class, () -> RawObject.parse(body));
    }

    private static void assertRefused(ApiException refusal, String param) {
        assertThat(refusal).isNotNull();
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.param()).isEqualTo(param);
        assertThat(refusal).hasMessageStartingWith(param + ": ");
    }

    @Test
    void fieldsBeyondAllMeasure_areRefusedByTheirNumber() {
        assertThat(RawObject.parse(Buffer.buffer(fields(10_000))).has("f9999")).isTrue();
        assertTooMany("body", 10_000, () -> RawObject.parse(Buffer.buffer(fields(10_001))));
        assertTooMany(
                "body[1]",
                100,
                () -> RawObject.parseList(Buffer.buffer("[" + fields(100) + "," + fields(101) + "]"), 9));
        RawObject texts = RawObject.parse(Buffer.buffer("{\"headers\":" + fields(1001) + "}"));
        assertTooMany("headers", 1000, () -> texts.texts("headers"));
    }

    private static void assertTooMany(String param, int most, ThrowingCallable reading) {
        ApiException refused = catchThrowableOfType(ApiException.class, reading);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.param()).isEqualTo(param);
        assertThat(refused.code()).isEqualTo("invalid_value");
        assertThat(refused).hasMessageContaining("too many fields (expected: at most " + most + ")");
    }

    private static String fields(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> "\"f" + number + "\":\"\"")
                .collect(Collectors.joining(",", "{", "}"));
    }
}
