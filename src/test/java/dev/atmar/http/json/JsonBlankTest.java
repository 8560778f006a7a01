package dev.atmar.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonBlankTest {
    @Test
    void fourBytesAreBlankAndNoOther() {
        Set<Byte> blank = Set.of((byte) ' ', (byte) '\t', (byte) '\n', (byte) '\r');
        for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
            assertThat(JsonBlank.isBlank((byte) value)).as("byte %d", value).isEqualTo(blank.contains((byte) value));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"{}|0|123", "``|0|-1", "   |3|-1", "  [|2|91", "x |0|120"})
    void theFirstByteThatIsNotBlankIsFound(String text, int index, int first) {
        Buffer buffer = Buffer.buffer(text);
        assertThat(JsonBlank.firstIndex(buffer)).isEqualTo(index);
        assertThat(JsonBlank.firstByte(buffer)).isEqualTo(first);
    }

    @Test
    void lineBreaksAndTabsArePassedOver() {
        assertThat(JsonBlank.firstIndex(Buffer.buffer("\r\n\t \n{"))).isEqualTo(5);
    }

    @Test
    void aByteAboveAsciiIsNeverTakenForNone() {
        assertThat(JsonBlank.firstByte(Buffer.buffer(new byte[] {(byte) 0xFF}))).isNotEqualTo(-1);
    }
}
