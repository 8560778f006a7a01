package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upstream's {@code retry-after} is taken for. */
final class RetryAfterTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "07, 7",
        "999999, 999999",
        "1000000, 999999",
        "99999999999999999999999999999999, 999999",
        "0.0, 0",
        "0.2, 1",
        "1.0, 1",
        "2.000001, 3",
        "1234567.5, 999999",
        "'Sun, 06 Nov 1994 08:49:37 GMT', 0",
        "'Fri, 31 Dec 9999 23:59:59 GMT', 999999"
    })
    void secondsAndDates_areRoundedUpAndBounded(String value, int seconds) {
        assertThat(RetryAfter.seconds(value)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.", ".5", "1,5", "1e3", "soon", "0x10", "\u0661"})
    void whatIsNeither_saysNothing(String value) {
        assertThat(RetryAfter.seconds(value)).isZero();
    }

    @Test
    void whatIsTooLongOrNotThere_saysNothing() {
        assertThat(RetryAfter.seconds("1".repeat(65))).isZero();
        assertThat(RetryAfter.seconds(null)).isZero();
    }
}
