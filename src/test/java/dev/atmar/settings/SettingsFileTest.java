package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A settings file that cannot be used, whatever is the matter with it, is named. */
final class SettingsFileTest {
    @TempDir
    private Path directory;

    @Test
    void anUnknownKeyOfTheFileIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("a.json"), "{\"lab\": {\"prot\": 1}}");
        assertRefused(() -> SettingsReader.read(file, Map.of(), List.of()), "lab.prot", "sleep_ms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "nonsense",
                "{\"relay\": {}} trailing",
                "{'relay': {}}",
                "// c\n{}",
                "{\"a\":NaN}"
            })
    void aFileThatIsNotJsonIsNamed(String text) throws IOException {
        assertFileRefused(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"relay\": {}}]", "null", "17", "\"text\"", "true"})
    void aFileThatIsNotAnObjectIsNamed(String text) throws IOException {
        assertFileRefused(text);
    }

    @Test
    void aFileNestedWithoutEndOrWithAnEndlessNumberIsNamed() throws IOException {
        assertFileRefused("{\"relay\":" + "[".repeat(100_000));
        assertFileRefused("{\"relay\": {\"port\": " + "9".repeat(5000) + "}}");
    }

    @Test
    void aFileThatIsNotThereOrNotUtf8OrADirectoryIsNamed() throws IOException {
        Path binary = Files.write(directory.resolve("binary.json"), "{\"é\":1}".getBytes(StandardCharsets.ISO_8859_1));
        for (Path path : List.of(directory.resolve("none.json"), binary, directory)) {
            assertRefused(
                    () -> SettingsReader.read(path, Map.of(), List.of()),
                    "settings file " + path,
                    "a readable JSON file");
        }
    }

    private void assertFileRefused(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("atmar.json"), text);
        assertRefused(() -> SettingsReader.read(file, Map.of(), List.of()), "settings file " + file, "not");
    }

    private static void assertRefused(Runnable reading, String key, String says) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(says);
    }
}
