package dev.atmar.batch.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineReaderTest {
    private static final int LONGEST = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void aLineEndsWithLfOrCrlf_theLastOneWithTheFile() throws IOException {
        assertThat(lines("a\nb\r\n\nc")).containsExactly("a", "b", "", "c");
        assertThat(lines("a\n")).containsExactly("a");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\n\n")).containsExactly("", "");
        assertThat(lines("a\rb\n")).containsExactly("a\rb");
    }

    @Test
    void theMarkOfUtf8_belongsToNoLine() throws IOException {
        assertThat(lines("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
    }

    @Test
    void ofALineThatIsTooLong_itIsOnlyTold() throws IOException {
        Path file = Files.writeString(folder.resolve("long"), "a\n" + "x".repeat(700_000) + "\nb\n" + "y".repeat(300));
        try (LineReader lines = LineReader.open(file, Files.size(file), 100, null)) {
            assertThat(lines.next()).isTrue();
            assertThat(lines.isTooLong()).isFalse();
            assertThat(lines.next()).isTrue();
            assertThat(lines.isTooLong()).isTrue();
            assertThat(lines.isBlank()).isFalse();
            assertThat(lines.behind() - lines.start()).isEqualTo(700_001);
            assertThat(lines.next()).isTrue();
            assertThat(lines.copy().toString()).isEqualTo("b");
            assertThat(lines.number()).isEqualTo(3);
            assertThat(lines.next()).isTrue();
            assertThat(lines.isTooLong()).isTrue();
            assertThat(lines.isWhole()).isFalse();
            assertThat(lines.next()).isFalse();
        }
    }

    @Test
    void whatIsAppendedLater_isNotRead() throws IOException {
        Path file = Files.writeString(folder.resolve("grows"), "a\nb\nc\n");
        try (LineReader lines = LineReader.open(file, 4, LONGEST, null)) {
            assertThat(lines.next() && lines.next()).isTrue();
            assertThat(lines.next()).isFalse();
        }
    }

    @Test
    void linesOfAllLengths_areReadAsTheyAreWhereverAPieceOfTheFileEnds() throws IOException {
        Random random = new Random(7);
        List<String> written = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 300; line++) {
            String next = "é".repeat(random.nextInt(line % 50 == 0 ? 300_000 : 3000)) + line;
            written.add(next);
            text.append(next).append(random.nextBoolean() ? "\n" : "\r\n");
        }
        Path file = Files.writeString(folder.resolve("lines"), text);
        byte[] bytes = Files.readAllBytes(file);
        try (LineReader lines = LineReader.open(file, bytes.length, LONGEST, null)) {
            long behind = 0;
            for (String expected : written) {
                assertThat(lines.next()).isTrue();
                assertThat(lines.shared().toString()).isEqualTo(expected);
                assertThat(lines.start()).isEqualTo(behind);
                behind = lines.behind();
                assertThat(bytes[(int) behind - 1]).isEqualTo((byte) '\n');
            }
            assertThat(lines.next()).isFalse();
        }
    }

    private List<String> lines(String text) throws IOException {
        Path file = Files.write(folder.resolve("file"), text.getBytes(StandardCharsets.UTF_8));
        List<String> found = new ArrayList<>();
        try (LineReader lines = LineReader.open(file, Files.size(file), LONGEST, null)) {
            while (lines.next()) {
                found.add(lines.copy().toString());
                assertThat(lines.number()).isEqualTo(found.size());
            }
        }
        return found;
    }
}
