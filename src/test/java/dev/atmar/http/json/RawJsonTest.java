package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is checked to its end, and asked for what stands in it. */
final class RawJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1,{}] \n", "1", "\"text\"", "null", "{\"a\":{\"b\":1}}"})
    void oneValueOfAnyKind_isRead(String json) {
        assertThat(RawJson.read(Buffer.buffer(json))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{}{}", "[] x", "1 2", "{\"a\":1}}", "nul", "\uFEFF{}", "{\"a\":\"\\x\"}"})
    void whatIsNoWholeValue_isNot(String json) {
        assertThat(RawJson.read(Buffer.buffer(json))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "0 | 0",
                "-7 | 0",
                "2.9 | 2",
                "1e3 | 1000",
                "123456789012345678 | 123456789012345678",
                "99999999999999999999 | 9223372036854775807",
                "1e999999999 | 9223372036854775807",
                "true | 0",
                "null | 0",
                "\"5\" | 0",
                "[5] | 0",
                "{\"a\":5} | 0"
            })
    void countIsAWholeNumberNotBelowZero(String value, long count) {
        RawJson json =
                RawJson.read(Buffer.buffer("{\"u\":{\"n\":" + value + "}}")).orElseThrow();
        assertThat(json.member("u").orElseThrow().member("n").orElseThrow().count())
                .isEqualTo(count);
    }

    @Test
    void membersAreThoseOfTheTopLevel_andOfTwoTheLast() {
        RawJson json = RawJson.read(Buffer.buffer(" {\"error\":1,\"a\":{\"usage\":{}},\"\\u0065rror\" : null } "))
                .orElseThrow();
        assertThat(json.isObject()).isTrue();
        assertThat(json.member("usage")).isEmpty();
        assertThat(json.member("error").orElseThrow().isSet()).isFalse();
        assertThat(json.member("a").orElseThrow().isSet()).isTrue();
        assertThat(json.member("a").orElseThrow().member("usage").orElseThrow().isObject())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\":1}]", "\"a\"", "17", "null"})
    void whatIsNoObject_hasNoMembers(String value) {
        RawJson json = RawJson.read(Buffer.buffer("{\"a\":" + value + "}")).orElseThrow();
        assertThat(json.member("a").orElseThrow().member("a")).isEmpty();
        assertThat(RawJson.read(Buffer.buffer(value)).orElseThrow().member("a")).isEmpty();
    }
}
