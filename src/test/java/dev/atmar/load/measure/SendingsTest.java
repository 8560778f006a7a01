package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Seen;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SendingsTest {
    private final Sendings sendings = new Sendings(true);

    private void sent(long dueMillis, long sentMillis) {
        long due = TimeUnit.MILLISECONDS.toNanos(dueMillis);
        long sent = TimeUnit.MILLISECONDS.toNanos(sentMillis);
        Timings timings = new Timings(due, due, Sending.ON_OPEN_CONNECTION, sent, sent, sent);
        sendings.add(new Sample(0, "task", false, timings, Outcome.succeeded(200, null), Seen.NOTHING));
    }

    @Test
    void firstOneWaitedForItsConnection_theRestIsNotTooFast() {
        sent(0, 80);
        sent(1000, 1000);
        sent(2000, 2000);

        assertThat(sendings.areTooSlow()).isFalse();
        assertThat(sendings.pace(0).sent()).isEqualTo(1.0);
    }

    @Test
    void lastOnesWereSentLate_theRateWasNotKept() {
        sent(0, 0);
        sent(1000, 1010);
        sent(2000, 2021);

        assertThat(sendings.areTooSlow()).isTrue();
        assertThat(sendings.pace(0).sent()).isLessThan(0.995);
    }

    @Test
    void halfAPercentLate_isAllowed() {
        sent(0, 0);
        sent(2000, 2009);

        assertThat(sendings.areTooSlow()).isFalse();
    }
}
