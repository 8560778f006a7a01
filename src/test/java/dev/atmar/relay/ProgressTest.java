package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wherever a stream is cut into chunks, the same bytes are progress. */
final class ProgressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|false",
                "~~ ~|false",
                ": keep-alive~~|false",
                ":~:~: a: b~|false",
                ": a|false",
                "data|true",
                "data: 1~~|true",
                ": keep-alive~data: 1|true",
                ": keep-alive\r: again\r|false",
                ": keep-alive\rx|true",
                "~~x|true",
                "  x|true",
                "~ : no comment|true"
            })
    void inAnEventStream_commentsAndBlanksAreNone(String text, boolean expected) {
        String stream = text == null ? "" : text.replace('~', '\n');
        for (int cut = 0; cut <= stream.length(); cut++) {
            Progress progress = new Progress(true);
            boolean before = progress.isIn(Buffer.buffer(stream.substring(0, cut)));
            boolean after = progress.isIn(Buffer.buffer(stream.substring(cut)));
            assertThat(before || after).as("cut at %d", cut).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"' ',false", "': keep-alive',true", "' {',true"})
    void inAPlainAnswer_onlyBlanksAreNone(String text, boolean expected) {
        assertThat(new Progress(false).isIn(Buffer.buffer("\n" + text))).isEqualTo(expected);
    }
}
