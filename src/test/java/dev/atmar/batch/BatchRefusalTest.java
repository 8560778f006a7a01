package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.batch.input.InputFormat;
import dev.atmar.batch.input.InputOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is sent, and leaves nothing behind. */
final class BatchRefusalTest {
    private static final String TASK = "{\"task_id\":\"a\",\"url\":\"http://127.0.0.1:9/\"}\n";

    @TempDir
    private Path temporary;

    @Test
    void aBadLine_isNamedWithItsFieldAndWhatIsExpected() throws IOException {
        assertRefused(TASK + "\n{\"params\":{}}\n").hasMessageContaining("in.jsonl:3: url: missing (expected: a url");
        assertRefused(TASK + "{\"url\":\"ftp://x\"}\n").hasMessageContaining("in.jsonl:2: url: not served");
        assertRefused(TASK + "{\"url\":\"http://x/\",\"parms\":{}}\n")
                .hasMessageContaining("in.jsonl:2: parms: unknown field (expected: params, task_id, url)");
        assertRefused(TASK + "{\"url\":\"http://x/\",\"params\":[1,]}\n")
                .hasMessageContaining("in.jsonl:2: params: not JSON")
                .hasMessageContaining("(column 32)");
        assertRefused(TASK + "nonsense\n{\n")
                .hasMessageContaining("in.jsonl:2:")
                .hasMessageContaining("1 more bad lines (--skip-bad");
    }

    @Test
    void anIdThatIsThereTwice_isRefusedWithBothLines() throws IOException {
        assertRefused(TASK + "\n{\"url\":\"http://x/\"}\n" + TASK)
                .hasMessageContaining("in.jsonl:4: task_id: the same as in line 1 (expected: an id no other task has)");
        assertRefused("{\"url\":\"http://x/\"}\n{\"url\":\"http://x/\",\"task_id\":\"task_00000\"}\n")
                .hasMessageContaining("in.jsonl:2: task_id: the same as in line 1");
    }

    @Test
    void openAisLines_areCheckedFieldByField() throws IOException {
        String line = "{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{}}\n";
        assertRefused(line.replace("POST", "GET")).hasMessageContaining("in.jsonl:1: method: not served");
        assertRefused(line.replace("{}", "3")).hasMessageContaining("in.jsonl:1: body: not an object");
        assertRefused(line + line).hasMessageContaining("in.jsonl:2: custom_id: the same as in line 1");
    }

    @Test
    void aFormatThatCannotBeTold_isAsked() throws IOException {
        assertRefused("{\"prompt\":\"x\"}\n")
                .hasMessageContaining("in.jsonl:1: neither a task")
                .hasMessageContaining("--format");
    }

    @Test
    void promptsNeedAUrlAndAModelOrATemplate() throws IOException {
        assertRefused("how?\n").hasMessageContaining("--url: missing");
        assertRefusedWith(null, null).hasMessageContaining("--model: missing (expected: a model, or a --template)");
        assertRefusedWith("{\"q\":\"\"}", "m").hasMessageContaining("--template: without {{prompt}}");
        assertRefusedWith("{\"q\":{{prompt}}}", "m").hasMessageContaining("--template: not JSON");
    }

    @Test
    void aPromptThatIsNotUtf8_isRefused() throws IOException {
        BatchFolder folder = new BatchFolder(temporary);
        Files.write(folder.input(), "how?\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> folder.run(folder.reading(BatchFolder.prompts("http://x/"))))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("in.jsonl:2: prompt: not UTF-8");
    }

    @Test
    void filesThatAreNotFitForIt_areRefused() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines(TASK);
        Path input = folder.input();
        assertRefused(FileOptions.of(temporary.resolve("none"), folder.output()))
                .hasMessageContaining("no such file");
        assertRefused(FileOptions.of(temporary, folder.output())).hasMessageContaining("a folder, pipe or device");
        assertRefused(FileOptions.of(input, temporary)).hasMessageContaining("a folder (expected: a file)");
        assertRefused(FileOptions.of(input, Path.of("/dev/full"))).hasMessageContaining("a pipe or device");
        assertRefused(FileOptions.of(input, temporary.resolve("no/out"))).hasMessageContaining("there is no folder");
        assertRefused(FileOptions.of(input, Path.of("/proc/out.jsonl")))
                .hasMessageContaining("/proc/out.jsonl: cannot be written or read");
        assertRefused(FileOptions.of(input, input)).hasMessageContaining("it is the input");
        Path symbolic = Files.createSymbolicLink(temporary.resolve("symbolic"), input);
        assertRefused(FileOptions.of(input, symbolic)).hasMessageContaining("it is the input");
        Path hard = Files.createLink(temporary.resolve("hard"), input);
        assertRefused(FileOptions.of(input, hard)).hasMessageContaining("it is the input");
        assertThat(input).hasContent(TASK);
    }

    @Test
    void aSecondRunOnOneOutput_isRefused_alsoUnderAnotherName() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines(TASK);
        Path other = temporary.resolve("other");
        try (BatchFiles first = BatchFiles.open(folder.options())) {
            assertThat(first.tasks()).isEqualTo(1);
            Files.createSymbolicLink(other, folder.output());
            assertRefused(folder.options()).hasMessageContaining("another run is writing to it");
            assertRefused(FileOptions.of(folder.input(), other)).hasMessageContaining("another run is writing to it");
        }
        assertThat(folder.run(FileOptions.of(folder.input(), other))).containsExactly("a");
    }

    private AbstractThrowableAssert<?, ?> assertRefused(String lines) throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines(lines);
        AbstractThrowableAssert<?, ?> refused = assertRefused(folder.options());
        assertThat(temporary.toFile().list()).containsExactly("in.jsonl");
        return refused;
    }

    private AbstractThrowableAssert<?, ?> assertRefusedWith(String template, String model) throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines("how?\n");
        return assertRefused(
                folder.reading(new InputOptions(InputFormat.PROMPTS, "http://x/", null, template, model, false)));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(FileOptions options) {
        return assertThatThrownBy(() -> BatchFiles.open(options).close()).isInstanceOf(IOException.class);
    }
}
