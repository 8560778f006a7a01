package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;

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

final class SecretTest {
    @TempDir
    private Path directory;

    @Test
    void textIsItselfWithoutSurroundingBlanks() {
        assertThat(Secret.of(" sk-1\n").reveal()).hasValue("sk-1");
        assertThat(Secret.of("sk-1").missing()).isNull();
    }

    @Test
    void aVariableIsLookedUp() {
        assertThat(Secret.of("env:PATH").reveal())
                .hasValue(System.getenv("PATH").strip());
        assertThat(Secret.of("env:PATH").missing()).isNull();
    }

    @Test
    void aFileIsReadWithoutSurroundingBlanks() throws IOException {
        Path file = Files.writeString(directory.resolve("key"), "\n sk-file \r\n");
        assertThat(Secret.of("file:" + file).reveal()).hasValue("sk-file");
    }

    @Test
    void aMissingVariableIsNamed() {
        Secret secret = Secret.of("env:ATMAR_TEST_NO_SUCH_VARIABLE");
        assertThat(secret.reveal()).isEmpty();
        assertThat(secret.missing()).contains("ATMAR_TEST_NO_SUCH_VARIABLE", "not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "env:", "file:"})
    void aBlankOrEmptyReferenceIsMissing(String reference) {
        assertThat(Secret.of(reference).reveal()).isEmpty();
        assertThat(Secret.of(reference).missing()).isNotBlank();
    }

    @Test
    void aFileThatIsMissingOrBlankOrNoFileOrNoPathIsMissing() throws IOException {
        Path blank = Files.writeString(directory.resolve("blank"), " \n");
        Path binary = Files.write(directory.resolve("binary"), "é".getBytes(StandardCharsets.ISO_8859_1));
        for (String path : List.of(directory + "/none", blank.toString(), binary.toString(), "" + directory, "a\0b")) {
            Secret secret = Secret.of("file:" + path);
            assertThat(secret.reveal()).isEmpty();
            assertThat(secret.missing()).contains(path);
        }
    }

    @Test
    void itPrintsAsStars() {
        assertThat(Secret.of("sk-1")).hasToString("***");
        assertThat(Secret.of("env:ATMAR_TEST_NO_SUCH_VARIABLE")).hasToString("***");
    }

    @Test
    void ofAnAccountsKeysThoseThatAreMissingAreLeftOut() {
        AccountSettings account = SettingsReader.read(
                        null,
                        Map.of(),
                        List.of(
                                "relay.accounts.0.keys=[\"a\",\"env:ATMAR_TEST_NO_SUCH_VARIABLE\",\"file:/none\",\"b\"]"))
                .relay()
                .accounts()
                .get(0);
        assertThat(account.keys()).hasSize(4);
        assertThat(account.presentKeys()).containsExactly("a", "b");
    }
}
