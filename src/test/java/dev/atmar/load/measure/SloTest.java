package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Gaps;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
    private static long nanos(double millis) {
        return Math.round(millis * TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** Sent when it was due, first byte after 1 ms. */
    private static Timings within(double millis) {
        return new Timings(0, 0, Sending.ON_OPEN_CONNECTION, 0, nanos(1), nanos(millis));
    }

    private static Tokens streamed(double first, double last, int pieces) {
        return new Tokens(nanos(first), nanos(last), pieces, pieces, false, new Gaps());
    }

    private static Recorder recorder(String slo) {
        return new Recorder(Slo.parse("slo", slo));
    }

    private static void succeed(Recorder recorder, double millis, Tokens tokens) {
        recorder.record(within(millis), Outcome.succeeded(200, null), tokens);
    }

    private static void fail(Recorder recorder, ErrorType kind) {
        recorder.record(within(1), Outcome.failed(CallError.of(kind, "x")), null);
    }

    private static Goodput goodput(Recorder recorder, String slo) {
        Measurements measured = recorder.measurements(new Span(0, 2_000_000), Circumstances.NONE);
        return Summary.of(measured, Slo.parse("slo", slo), List.of()).goodput();
    }

    @Test
    void aRequestIsGood_whenItIsBelowTheTimeOfEveryTerm() {
        String slo = "ttft<200ms, p75<1s";
        Recorder recorder = recorder(slo);
        succeed(recorder, 500, streamed(100, 400, 4));
        succeed(recorder, 999, streamed(199, 900, 4));
        succeed(recorder, 900, streamed(200, 900, 4));
        succeed(recorder, 1000, streamed(100, 900, 4));

        Goodput goodput = goodput(recorder, slo);

        assertThat(goodput.good()).isEqualTo(2);
        assertThat(goodput.share()).isEqualTo(0.5);
        assertThat(goodput.rate()).isEqualTo(1.0);
        assertThat(goodput.met()).as("ttft<200ms is for all of them").isFalse();
        assertThat(goodput.terms().get(0).met()).isFalse();
        assertThat(goodput.terms().get(0).share()).isEqualTo(0.75);
        assertThat(goodput.terms().get(0).millis()).isBetween(199.0, 201.0);
        assertThat(goodput.terms().get(1).met()).isTrue();
        assertThat(goodput.terms().get(1).millis()).isBetween(998.0, 1000.0);
    }

    @Test
    void aFailure_keepsNothing_butWhatTheEndCutShortIsLeftOut() {
        Recorder recorder = recorder("p50<1s");
        succeed(recorder, 10, null);
        fail(recorder, ErrorType.TIMEOUT);
        fail(recorder, ErrorType.CANCELLED);

        Goodput goodput = goodput(recorder, "p50<1s");

        assertThat(goodput.share()).isEqualTo(0.5);
        assertThat(goodput.met()).isTrue();
        fail(recorder, ErrorType.REFUSED);
        assertThat(goodput(recorder, "p50<1s").met()).isFalse();
        assertThat(goodput(recorder, "p50<1s").terms().get(0).millis())
                .as("the median request failed")
                .isNull();
    }

    @Test
    void termsOnTokens_needAStream_butASinglePieceHasNoGapThatIsTooLong() {
        String slo = "ttft<1s,itl<20ms,tpot<20ms";
        Recorder recorder = recorder(slo);
        succeed(recorder, 10, null);
        assertThat(goodput(recorder, slo).good()).isZero();

        succeed(recorder, 10, streamed(5, 5, 1));
        succeed(recorder, 100, streamed(10, 69, 4));
        succeed(recorder, 100, streamed(10, 71, 4));

        assertThat(goodput(recorder, slo).good()).isEqualTo(2);
    }

    @Test
    void nothingEnded_nothingIsMet() {
        Goodput goodput = goodput(recorder("p99<1s"), "p99<1s");

        assertThat(goodput.met()).isFalse();
        assertThat(goodput.share()).isNull();
        assertThat(goodput.toJson().getJsonArray("terms").getJsonObject(0).getValue("value_ms"))
                .isNull();
    }

    @Test
    void withoutAPercentile_itIsMetWhenEveryRequestIsGood() {
        Recorder recorder = recorder("response<1s");
        succeed(recorder, 10, null);
        assertThat(goodput(recorder, "response<1s").met()).isTrue();

        succeed(recorder, 2000, null);
        assertThat(goodput(recorder, "response<1s").met()).isFalse();
    }

    @Test
    void percentilesOfOtherTimes_canBeAskedForToo() {
        assertThat(Slo.parse("slo", "ttft.p90<2s,service.p99.9<1m,first_byte<250us")
                        .terms())
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ttft<2s,",
                "ttft<2",
                "ttft>2s",
                "p99<=2s",
                "ttft<2h",
                "speed<1s",
                "p101<1s",
                "ttft",
                "p99<s",
                "p<1s"
            })
    void whatIsNoObjective_isRefused_withTheTermAndWhatIsExpected(String slo) {
        assertThatThrownBy(() -> Slo.parse("slo", slo))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("slo: '")
                .hasMessageContaining("(expected: METRIC<TIME");
    }

    @Test
    void termsAreBounded() {
        assertThatThrownBy(() -> Slo.parse("slo", "p99<1s,".repeat(20) + "p50<1s"))
                .hasMessageContaining("too many terms");
    }
}
