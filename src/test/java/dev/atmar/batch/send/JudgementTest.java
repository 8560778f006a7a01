package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

final class JudgementTest {
    private static CallError fault(int status, String answer) {
        return Judgement.fault(Outcome.succeeded(status, answer == null ? null : Buffer.buffer(answer)));
    }

    @Test
    void anAnswerThatIsJson_isNoFault() {
        assertThat(fault(200, "{\"choices\": []}")).isNull();
        assertThat(fault(201, "3")).isNull();
    }

    @Test
    void aRedirection_isNoAnswer() {
        assertThat(fault(302, "{}").status()).isEqualTo(302);
        assertThat(fault(302, "{}").type()).isEqualTo(ErrorType.STATUS);
    }

    @Test
    void aStreamOfOtherEvents_isNoResult() {
        assertThat(fault(200, null).message()).contains("event stream");
    }

    /** A line of results holds an answer two levels deep, and has to be readable by the next run. */
    @Test
    void nestedSoDeeplyThatALineOfItCouldNotBeRead_isAFault() {
        assertThat(fault(200, "[".repeat(998) + "]".repeat(998))).isNull();
        assertThat(fault(200, "[".repeat(1000) + "]".repeat(1000)).message()).contains("nested too deeply");
    }
}
