package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on where the one before it was, whatever ended that. */
final class BatchResumeTest {
    @TempDir
    private Path temporary;

    @Test
    void whatIsFinished_isNotRunAgain() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 10);
        assertThat(folder.run(folder.options(), 4)).hasSize(4);
        assertThat(folder.run(folder.options()))
                .containsExactly("task_00004", "task_00005", "task_00006", "task_00007", "task_00008", "task_00009");
        assertThat(folder.run(folder.options())).isEmpty();
        assertThat(folder.ids()).hasSize(10).doesNotHaveDuplicates();
        assertThat(folder.failed()).doesNotExist();
    }

    @Test
    void fromEveryPrefixOfTheOutput_everyTaskHasOneResultInTheEnd() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options());
        byte[] whole = Files.readAllBytes(folder.output());
        for (int length = 0; length <= whole.length; length++) {
            Files.write(folder.output(), Arrays.copyOf(whole, length));
            int lines = 0;
            for (int index = 0; index < length; index++) {
                lines += whole[index] == '\n' ? 1 : 0;
            }
            boolean wholeLine =
                    length > 0 && whole[length - 1] != '\n' && length < whole.length && whole[length] == '\n';
            assertThat(folder.run(folder.options()))
                    .as("cut at byte %d", length)
                    .hasSize(3 - lines - (wholeLine ? 1 : 0));
            assertThat(folder.ids()).as("cut at byte %d", length).hasSize(3).doesNotHaveDuplicates();
            assertThat(Files.readString(folder.output())).endsWith("}\n");
        }
    }

    @Test
    void aTornLine_isCutOff() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options(), 2);
        String before = Files.readString(folder.output());
        for (String torn : List.of("{", "{\"task_id\":\"task_00002\",\"stat", "\0\0\0\0", "{\"task_id\":\"\u00e9")) {
            Files.writeString(folder.output(), before + torn);
            try (BatchFiles files = BatchFiles.open(folder.options())) {
                assertThat(files.before()).isEqualTo(2);
                assertThat(files.next().id()).isEqualTo("task_00002");
            }
            assertThat(Files.readString(folder.output())).isEqualTo(before);
        }
    }

    @Test
    void aDamagedLineInTheMiddle_isNamed() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options());
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.output()));
        lines.set(1, "{\"task_id\":\"task_");
        Files.write(folder.output(), lines);
        assertThatThrownBy(() -> folder.run(folder.options()))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("out.jsonl:2: not a result (expected: a JSON object with task_id");
    }

    @Test
    void theFirstRun_leavesItsStateBeforeItsFirstResult() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            assertThat(folder.state()).content().contains("\"atmar_batch\":1", "\"tasks\":3");
            assertThat(folder.output()).isEmptyFile();
            assertThat(files.tasks()).isEqualTo(3);
        }
    }

    @Test
    void linesAppendedToTheInput_areNewTasks() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options());
        folder.tasks(0, 5);
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            assertThat(files.isAppended()).isTrue();
        }
        assertThat(folder.run(folder.options())).containsExactly("task_00003", "task_00004");
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            assertThat(files.isAppended()).isFalse();
        }
    }

    @Test
    void anInputWhoseLinesChanged_isRefusedUnlessForced() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options());
        folder.tasks(1, 6);
        assertThatThrownBy(() -> folder.run(folder.options()))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("have changed since its results were written")
                .hasMessageContaining("--force");
        assertThat(folder.run(folder.forced())).containsExactly("task_00003", "task_00004");
    }

    @Test
    void resultsOfNoTask_areRefusedUnlessForced_andAcceptedFromThenOn() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 5);
        folder.run(folder.options());
        folder.tasks(1, 3);
        assertThatThrownBy(() -> folder.run(folder.options())).isInstanceOf(BatchRefusal.class);
        assertThat(folder.run(folder.forced())).isEmpty();
        assertThat(folder.run(folder.options())).isEmpty();
        Files.writeString(folder.output(), "{\"task_id\":\"x\",\"status\":200}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> folder.run(folder.options()))
                .hasMessageContaining("it has 4 results whose id no task of")
                .hasMessageContaining("has (expected:");
    }

    @Test
    void resultsWithoutTheirState_areRefusedUnlessForced() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.run(folder.options(), 2);
        Files.delete(folder.state());
        assertThatThrownBy(() -> folder.run(folder.options()))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("out.jsonl.batch is not there, or damaged");
        assertThat(folder.state()).doesNotExist();
        assertThat(folder.run(folder.forced())).containsExactly("task_00002");
        assertThat(folder.run(folder.options())).isEmpty();
    }

    @Test
    void otherOptions_thatMakeOtherRequests_areRefused() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines("how?\nwhy?\n");
        folder.run(folder.reading(BatchFolder.prompts("http://127.0.0.1:9/")), 1);
        assertThatThrownBy(() -> folder.run(folder.reading(BatchFolder.prompts("http://127.0.0.1:7/"))))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("--url, --base-url, --template or --model");
        assertThat(folder.run(folder.reading(BatchFolder.prompts("http://127.0.0.1:9/"))))
                .containsExactly("task_00001");
    }

    @Test
    void aStateThatIsDamaged_isNoMatterWhereThereAreNoResults() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 2);
        Files.writeString(folder.state(), "{\"atmar_ba");
        assertThat(folder.run(folder.options())).hasSize(2);
    }

    @Test
    void whatIsSurveyed_isWhatWouldBeRun_andNothingIsWritten() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 5);
        List<String> left = new ArrayList<>();
        BatchSurvey first = BatchFiles.survey(folder.options(), task -> left.add(task.id()));
        assertThat(first.left()).isEqualTo(5);
        assertThat(left).hasSize(5);
        assertThat(temporary.toFile().list()).containsExactly("in.jsonl");
        folder.runFailing(folder.options(), List.of(1L, 3L));
        BatchSurvey retried = BatchFiles.survey(folder.retrying(), task -> {});
        assertThat(retried.failedBefore()).isEqualTo(2);
        assertThat(retried.left()).isEqualTo(2);
        assertThat(retried.running()).isFalse();
    }
}
