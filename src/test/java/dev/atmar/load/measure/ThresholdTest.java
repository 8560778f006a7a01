package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.measure.Threshold.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static final Span TWO_SECONDS = new Span(0, 2_000_000);

    private final Recorder recorder = new Recorder(null);

    private void succeed(long millis) {
        long end = TimeUnit.MILLISECONDS.toNanos(millis);
        recorder.record(
                new Timings(0, 0, Sending.ON_OPEN_CONNECTION, 0, end / 2, end), Outcome.succeeded(200, null), null);
    }

    private void fail(ErrorType kind) {
        recorder.record(
                new Timings(0, 0, Sending.ON_OPEN_CONNECTION, 0, 1, 1), Outcome.failed(CallError.of(kind, "x")), null);
    }

    private Measurements measured(Span span) {
        return recorder.measurements(span, Circumstances.NONE);
    }

    private Verdict judge(String condition) {
        return Threshold.parse("fail_if[0]", condition).judge(measured(TWO_SECONDS));
    }

    /** 98 requests of 1 to 98 ms, a timeout and a refusal, in two seconds. */
    private void hundred() {
        for (int millis = 1; millis <= 98; millis++) {
            succeed(millis);
        }
        fail(ErrorType.TIMEOUT);
        fail(ErrorType.REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "p50>48ms, true, 49.0",
        "p50 > 50ms, false, 49.0",
        "p100>=98ms, true, 98",
        "p99.9>100ms, false, 98",
        "p999>100ms, false, 98",
        "max>97.5ms, true, 98",
        "mean<49000us, false, 49.5",
        "response.p90<=0.2s, true, 89",
        "service.p90>1m, false, 89",
        "first_byte.p50<25ms, true, 24.5",
        "send_lag.max>0ms, false, 0",
        "errors>1%, true, 2",
        "errors>=2, true, 2",
        "errors>2%, false, 2",
        "errors.timeout>0, true, 1",
        "errors.closed>0, false, 0",
        "rate<100, true, 50",
        "rate<50/s, false, 50"
    })
    void aCondition_isJudgedByItsNumber(String condition, boolean breached, double value) {
        hundred();

        Verdict verdict = judge(condition);

        assertThat(verdict.breached()).isEqualTo(breached);
        assertThat(verdict.value()).isBetween(value - 0.001, value * 1.001 + 0.001);
        assertThat(verdict.because()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttft.p90>2s", "itl.max>1s", "p99>500ms", "p99<1ms", "errors>1%", "tokens_per_second<50"})
    void aNumberThatTheRunHasNot_isABreachThatSaysSo(String condition) {
        Verdict verdict = judge(condition);

        assertThat(verdict.breached()).isTrue();
        assertThat(verdict.value()).isNull();
        assertThat(verdict.because()).isNotBlank();
    }

    @Test
    void whatTheEndOfTheRunCutShort_isNoError() {
        succeed(1);
        fail(ErrorType.CANCELLED);

        assertThat(judge("errors>0").breached()).isFalse();
        assertThat(judge("errors>1%").breached()).isFalse();
        assertThat(judge("errors.cancelled>0").breached()).isTrue();
    }

    @Test
    void invalid_isAConditionToo() {
        Circumstances doubtful =
                new Circumstances(1, 1, 0, 0, false, null, Pace.NONE, Client.NONE, List.of("too slow"));
        Threshold invalid = Threshold.parse("fail_if[0]", "invalid");

        assertThat(invalid.judge(recorder.measurements(TWO_SECONDS, doubtful)).breached())
                .isTrue();
        assertThat(invalid.judge(measured(TWO_SECONDS)).breached()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p99>500",
                "p99>500%",
                "p0>1s",
                "p101>1s",
                "p99=1s",
                "errors>1s",
                "errors>101%",
                "rate<10ms",
                "rate<10%",
                "ttft>1s",
                "ttft.rate>1",
                "speed.p50>1s",
                "errors.p99>1s",
                "goodput<1s",
                "p99>1..5s",
                "p99>-1s"
            })
    void whatIsNoCondition_isRefused_withTheFieldAndWhatIsExpected(String condition) {
        assertThatThrownBy(() -> Threshold.parse("fail_if[3]", condition))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("fail_if[3]: '" + condition + "' ")
                .hasMessageContaining("(expected: ");
    }

    @Test
    void anUnknownKindOfError_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Threshold.parse("fail_if[0]", "errors.timeuot>0"))
                .hasMessageContaining("errors.timeout");
    }

    private String abort(Span span, String... conditions) {
        List<Threshold> thresholds = List.of(conditions).stream()
                .map(condition -> Threshold.parse("fail_if[0]", condition))
                .toList();
        return new EarlyAbort(thresholds).reason(measured(span));
    }

    @Test
    void countsEndARunAtOnce_averagesWhenThereIsEnough() {
        Span short_ = new Span(0, 500_000);
        succeed(600);
        fail(ErrorType.TIMEOUT);

        assertThat(abort(short_, "errors>5", "errors>1%", "p50>1ms", "rate<1000", "ttft.max>1s"))
                .isNull();
        assertThat(abort(short_, "p50>1ms", "errors.timeout>0")).isEqualTo("errors.timeout>0 (1.0)");
        assertThat(abort(short_, "max>0.5s")).startsWith("max>0.5s (600");
        assertThat(abort(short_, "errors<5")).as("may still come").isNull();
    }

    @Test
    void aHundredRequestsAndASecond_areEnough_forARateTwo() {
        hundred();

        assertThat(abort(new Span(0, 999_000), "errors>1%", "p50>1ms")).isNull();
        assertThat(abort(new Span(0, 1_000_000), "errors>1%")).isEqualTo("errors>1% (2.0%)");
        assertThat(abort(new Span(0, 1_900_000), "rate<1000")).isNull();
        assertThat(abort(new Span(0, 2_000_000), "rate<1000")).isEqualTo("rate<1000 (50.0/s)");
    }
}
