package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetriesTest {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static CallError status(int status, String message) {
        return new CallError(ErrorType.STATUS, status, message);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 529})
    void whatMayPass_isTriedAgain_soOftenAsToldAndNoMore(int status) {
        Retries retries = new Retries(3);
        for (int time = 0; time < 3; time++) {
            assertThat(retries.after(status(status, "later"), Duration.ZERO, false, false))
                    .hasValueSatisfying(pause -> assertThat(pause).isBetween(Duration.ofMillis(1), LONGEST));
        }
        assertThat(retries.after(status(status, "later"), Duration.ZERO, false, false))
                .isEmpty();
        assertThat(retries.retried()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 409, 413, 422, 501})
    void whatIsWrongWithTheRequest_isNotTriedAgain(int status) {
        assertThat(new Retries(3).after(status(status, "no"), Duration.ZERO, true, false))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"REFUSED", "CONNECT", "HOST_NOT_FOUND", "TIMEOUT", "CLOSED", "EMPTY", "INCOMPLETE"})
    void aConnectionThatFails_isTriedAgain(ErrorType type) {
        assertThat(new Retries(1).after(CallError.of(type, "gone"), Duration.ZERO, false, false))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"NOT_JSON", "TOO_LARGE", "NO_HANDLERS", "CANCELLED", "OTHER"})
    void whatWouldComeAgain_isNot(ErrorType type) {
        assertThat(new Retries(1).after(CallError.of(type, "no"), Duration.ZERO, false, false))
                .isEmpty();
    }

    @Test
    void aQuotaThatIsUsedUp_isNotTriedAgain_andIsHopeless() {
        CallError quota = status(429, "You exceeded your current quota, please check your plan and billing details.");
        assertThat(new Retries(3).after(quota, Duration.ZERO, true, false)).isEmpty();
        assertThat(Retries.kind(quota)).isEqualTo("quota");
        assertThat(Retries.isHopeless(quota)).isTrue();
        assertThat(Retries.isTooMany(quota)).isFalse();
        assertThat(Retries.isHopeless(status(429, "slow down"))).isFalse();
    }

    @Test
    void retryAfter_isTheLeast_anHourAtMost() {
        assertThat(new Retries(1).after(status(503, ""), Duration.ofSeconds(40), false, false))
                .hasValueSatisfying(
                        pause -> assertThat(pause).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(48)));
        assertThat(new Retries(1).after(status(503, ""), Duration.ofDays(3), false, false))
                .hasValueSatisfying(pause -> assertThat(pause).isLessThan(Duration.ofMinutes(61)));
    }

    @Test
    void a429ThatTheLimiterLearnsFrom_isNoRetry_upToABound() {
        Retries retries = new Retries(0);
        for (int time = 0; time < 50; time++) {
            assertThat(retries.after(status(429, "too many"), Duration.ZERO, true, false))
                    .isPresent();
        }
        assertThat(retries.after(status(429, "too many"), Duration.ZERO, true, false))
                .isEmpty();
        assertThat(retries.retried()).isZero();
    }
}
