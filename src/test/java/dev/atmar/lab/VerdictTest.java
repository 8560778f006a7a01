package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Duration SLEEP = Duration.ofMillis(100);
    private static final Duration PINGS = Duration.ofMillis(5);

    private static Verdict of(List<Reply> replies, int ranAtOnce, Duration pings) {
        return Verdict.of(new Volley.Outcome(replies, SLEEP.toNanos()), ranAtOnce, SLEEP, pings);
    }

    private static List<Reply> replies(int count, String error) {
        return Collections.nCopies(count, new Reply(1, error == null ? 1 : 0, error, error == null ? null : "why"));
    }

    @Test
    void theMostThatRanAtOnce_tellsSerialPoolAndAllAtOnce() {
        assertThat(of(replies(30, null), 1, PINGS)).isEqualTo(new Verdict("serial", null));
        assertThat(of(replies(30, null), 4, PINGS)).isEqualTo(new Verdict("pool of 4", null));
        assertThat(of(replies(30, null), 30, PINGS)).isEqualTo(new Verdict("all at once", null));
    }

    @Test
    void sleepsTooShortForTheVolley_areNotTakenForAPool() {
        Verdict verdict = of(replies(1000, null), 900, Duration.ofMillis(60));
        assertThat(verdict.word()).isEqualTo("unclear");
        assertThat(verdict.reason()).contains("60 ms", "longer sleeps");
    }

    @Test
    void oneAnswerAlone_isUnclear() {
        assertThat(of(replies(1, null), 1, PINGS).word()).isEqualTo("unclear");
    }

    @Test
    void aRouteThatIsNotImplemented_isNotAvailableAndSaysWhy() {
        assertThat(of(replies(3, "http_501"), 0, PINGS)).isEqualTo(new Verdict("not available", "why"));
    }

    @Test
    void onlyErrors_isFailed() {
        assertThat(of(replies(3, "timeout"), 0, PINGS)).isEqualTo(new Verdict("failed", "why"));
    }
}
