package dev.atmar.relay.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is noted of a call with several attempts, and what its line and its counts make of it. */
final class CallRecordTest {
    private final CallRecord call = new CallRecord("id-1", "/v1/chat/completions");
    private final Metrics metrics = new Metrics();
    private final Counting counting = new Counting(metrics.registry());

    @Test
    void attempts_areCountedAtTheAccountTheyWereMadeAt() {
        call.account("first");
        call.queued(2_000_000);
        attempt();
        call.refused();
        attempt();
        call.retried();
        call.account("second");
        call.queued(3_000_000);
        attempt();
        call.tokens(20, 200);
        call.over();
        Ended ended = new Ended(call, 200, Outcome.OK, 10_000_000);
        counting.count(ended);
        assertThat(metrics.text().lines())
                .contains(
                        "atmar_upstream_refusals_total{account=\"first\"} 1.0",
                        "atmar_retries_total{account=\"first\"} 1.0",
                        "atmar_retries_total{account=\"second\"} 0.0",
                        "atmar_tokens_total{account=\"second\",kind=\"prompt\"} 20.0",
                        "atmar_tokens_total{account=\"second\",kind=\"completion\"} 200.0",
                        "atmar_queue_wait_seconds_count{account=\"second\"} 1",
                        "atmar_requests_total{outcome=\"ok\",route=\"/v1/chat/completions\",status=\"200\"} 1.0");
        assertThat(AccessLog.line(ended))
                .matches("id=id-1 route=/v1/chat/completions caller=- account=second status=200 outcome=ok"
                        + " queue_ms=5\\.0 upstream_ms=\\d+\\.\\d total_ms=10\\.0 retries=1 refusals=1");
    }

    @Test
    void answerIsOver_untilAnotherAttemptIsToCome() {
        assertThat(call.isAnswered()).isFalse();
        attempt();
        assertThat(call.isAnswered()).isTrue();
        call.refused();
        assertThat(call.isAnswered()).isFalse();
        call.sent();
        assertThat(call.isAnswered()).isFalse();
        call.upstreamEnded();
        call.retried();
        assertThat(call.isAnswered()).isFalse();
    }

    @Test
    void waitThatEndsWithTheRequest_isOfTheQueue() {
        call.waits();
        call.over();
        assertThat(call.queuedNanos()).isPositive();
        assertThat(call.upstreamNanos()).isZero();
        long waited = call.queuedNanos();
        call.over();
        assertThat(call.queuedNanos()).isEqualTo(waited);
    }

    @Test
    void waitThatIsTold_isNotCountedTwice() {
        call.waits();
        call.queued(1);
        call.sent();
        call.over();
        assertThat(call.queuedNanos()).isEqualTo(1);
    }

    @Test
    void namesWithBlanks_makeUpNoFields() {
        call.caller("a b\r\nstatus=500 \u2028\u00e9=\"");
        String line = AccessLog.line(new Ended(call, 200, Outcome.OK, 1));
        assertThat(line).doesNotContainPattern("[\\r\\n\\u2028\"]").contains(" status=200 ");
        assertThat(line.split(" ")).hasSize(11).allMatch(field -> field.indexOf('=') == field.lastIndexOf('='));
    }

    private void attempt() {
        call.sent();
        call.upstreamEnded();
    }
}
