package dev.atmar.bench.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** That the judge neither blames a client for its machine nor excuses it for what is its own. */
class AttemptsTest {
    private static final MachineLag.Seen QUIET = new MachineLag.Seen(0.1, 0.2, 1);
    private static final MachineLag.Seen BUSY = new MachineLag.Seen(0.1, 4, 30);
    private static final Figure HUNDRED = Figure.response("p99", Duration.ofMillis(100));

    private final List<Attempt> made = new ArrayList<>();

    /** What the client says, and what the server knows, in milliseconds. */
    private static Attempt attempt(double client, long server, MachineLag.Seen machine) {
        List<Served> served = LongStream.range(0, 100)
                .mapToObj(number -> new Served(number, number, number, number + server * 1_000_000))
                .toList();
        JsonObject summary =
                new JsonObject().put("valid", true).put("response_ms", new JsonObject().put("p99", client));
        return new Attempt(summary, new Account(served), machine);
    }

    private Attempt judged(Attempt... attempts) throws Exception {
        return Attempts.untilMet(
                () -> {
                    made.add(attempts[made.size()]);
                    return made.get(made.size() - 1);
                },
                HUNDRED);
    }

    @Test
    void firstIsTrue_noOtherIsMade() throws Exception {
        assertThat(judged(attempt(101, 100, BUSY)).machine()).isEqualTo(BUSY);
        assertThat(made).hasSize(1);
    }

    @Test
    void threeQuietOnesAreFalse_itFails() {
        Attempt off = attempt(103, 100, QUIET);

        assertThatThrownBy(() -> judged(off, off, off))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "response_ms.p99: 103.000 (expected: 100.000 ± 2.000), by the server's clock 100.0");
    }

    @Test
    void theServerItselfWasLate_theAttemptSaysNothing() throws Exception {
        Attempt late = attempt(110, 110, QUIET);

        assertThat(judged(late, late, late, late).summary()).isEqualTo(late.summary());
        assertThat(made).hasSize(4);
    }

    @Test
    void neverQuiet_theServersClockDecides() throws Exception {
        Attempt slower = attempt(125, 105, BUSY);

        assertThat(judged(slower, slower, slower, slower)).isEqualTo(slower);
    }

    @Test
    void neverQuiet_whatWasLeftOutIsNotExcused() {
        Attempt hidden = attempt(10, 100, BUSY);

        assertThatThrownBy(() -> judged(hidden, hidden, hidden, hidden)).isInstanceOf(AssertionError.class);
    }
}
