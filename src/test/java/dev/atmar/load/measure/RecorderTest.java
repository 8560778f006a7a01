package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final Outcome OK = Outcome.succeeded(200, null);

    private final Recorder recorder = new Recorder(null);

    private static Timings timings(Sending how, long lagMillis, long serviceMillis) {
        long sent = TimeUnit.MILLISECONDS.toNanos(lagMillis);
        long end = sent + TimeUnit.MILLISECONDS.toNanos(serviceMillis);
        return new Timings(0, 0, how, sent, end - 1, end);
    }

    private Summary summary() {
        return Summary.of(recorder.measurements(new Span(0, 1000), Circumstances.NONE), null, List.of());
    }

    private List<String> doubts(double stallMillis) {
        return recorder.doubts(new Client(0, 0, stallMillis, 0), 2000, new Sendings(false), Pace.NONE);
    }

    @Test
    void nothingRecorded_everythingIsNull() {
        assertThat(summary().response().toJson().getMap()).hasSize(8).containsValue(null);
        assertThat(summary().response().toJson().getMap().values()).containsOnlyNulls();
        assertThat(doubts(0)).isEmpty();
    }

    @Test
    void responseHoldsTheLag_serviceDoesNot() {
        recorder.record(timings(Sending.ON_OPEN_CONNECTION, 30, 100), OK, null);

        assertThat(summary().response().p50()).isBetween(129.0, 131.0);
        assertThat(recorder.service().max()).isBetween(99.0, 101.0);
        assertThat(recorder.sendLag().p999()).isBetween(29.0, 31.0);
    }

    @Test
    void failures_areCountedByKindAndHaveNoLatency() {
        recorder.record(timings(Sending.NEVER, 0, 5), Outcome.failed(CallError.of(ErrorType.REFUSED, "x")), null);
        recorder.record(timings(Sending.ON_OPEN_CONNECTION, 0, 5), OK, null);

        assertThat(recorder.requests()).isEqualTo(2);
        assertThat(summary().errors()).containsOnlyKeys(ErrorType.REFUSED);
        assertThat(summary().response().count()).isEqualTo(1);
    }

    @Test
    void sentLate_theClientIsSaidToBeTheBottleneck() {
        recorder.record(timings(Sending.ON_OPEN_CONNECTION, 20, 100), OK, null);

        assertThat(doubts(0)).singleElement().asString().startsWith("the client was the bottleneck: ");
    }

    @Test
    void sentLateWithinATenthOfTheService_isNoMatter() {
        recorder.record(timings(Sending.ON_OPEN_CONNECTION, 20, 1000), OK, null);

        assertThat(doubts(0)).isEmpty();
    }

    @Test
    void lateForANewConnection_isNotTheClientsDoing() {
        recorder.record(timings(Sending.ON_NEW_CONNECTION, 50, 10), OK, null);

        assertThat(doubts(0)).isEmpty();
        assertThat(recorder.sendLag().max()).isGreaterThan(49);
    }

    @Test
    void theLoopStoodStill_theClientIsSaidToBeTheBottleneck() {
        assertThat(doubts(101)).hasSize(1);
        assertThat(doubts(99)).isEmpty();
    }

    @Test
    void loopLag_isTheWorstGapAfterTheWarmup() {
        LoopLag lag = new LoopLag(10, 0, 100);
        lag.tick(90);
        lag.tick(130);
        lag.tick(140);

        assertThat(lag.worst()).isEqualTo(30);
    }
}
