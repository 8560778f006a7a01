package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskedTest {
    private final Masked masked = new Masked(List.of("sk-secret-1234"));

    private String of(String message) {
        return masked.of(CallError.of(ErrorType.OTHER, message)).message();
    }

    @Test
    void aKeyThatIsQuoted_isNotWrittenDown() {
        assertThat(of("no such key: sk-secret-1234, sorry")).isEqualTo("no such key: ***, sorry");
    }

    @Test
    void norAPartOfIt_whereTheMessageWasCut() {
        assertThat(of("no such key: sk-secr…")).isEqualTo("no such key: ***…");
    }

    @Test
    void otherWords_stay() {
        assertThat(of("task sk")).isEqualTo("task sk");
    }
}
