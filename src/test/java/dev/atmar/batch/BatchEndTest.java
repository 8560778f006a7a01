package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the output when a run ends: its order, and the failed tasks. */
final class BatchEndTest {
    @TempDir
    private Path temporary;

    @Test
    void resultsStandInTheOrderOfCompletion_orOfTheInputWhereThatIsWanted() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 2000);
        folder.run(folder.options(), 1500);
        List<String> completed = folder.ids();
        assertThat(completed.get(0)).isEqualTo("task_01499");
        folder.run(folder.ordered());
        List<String> ordered = IntStream.range(0, 2000)
                .mapToObj(index -> String.format("task_%05d", index))
                .toList();
        assertThat(folder.ids()).isEqualTo(ordered);
        assertThat(folder.results().get(1234).getJsonObject("result")).isEqualTo(new JsonObject().put("n", 1234));
        assertThat(temporary.toFile().list()).containsExactlyInAnyOrder("in.jsonl", "out.jsonl", "out.jsonl.batch");
    }

    @Test
    void aRunThatWasKilledWhileItPutThemInOrder_isCompletedByTheNext() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 20);
        folder.run(folder.options());
        Files.writeString(temporary.resolve("out.jsonl.draft"), "{\"task_id\":\"task_00000\"");
        assertThat(folder.run(folder.ordered())).isEmpty();
        assertThat(folder.ids()).hasSize(20).isSorted();
        assertThat(temporary.resolve("out.jsonl.draft")).doesNotExist();
    }

    @Test
    void linesInOrderAlready_areNotWrittenAgain() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 20);
        folder.run(folder.ordered());
        Object before = Files.readAttributes(folder.output(), "*").get("fileKey");
        folder.run(folder.ordered());
        assertThat(Files.readAttributes(folder.output(), "*").get("fileKey")).isEqualTo(before);
    }

    @Test
    void aRunThatIsCutShort_leavesTheOrderForLater() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 20);
        folder.run(folder.ordered(), 10);
        assertThat(folder.ids().get(0)).isEqualTo("task_00009");
    }

    @Test
    void failedTasks_goToAFileThatCanBeFedInAgain_withTheIdsTheyHad() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 6);
        folder.runFailing(folder.options(), List.of(2L, 5L));
        assertThat(Files.readAllLines(folder.failed()))
                .containsExactly(
                        "{\"task_id\":\"task_00002\",\"url\":\"http://127.0.0.1:9/\",\"params\":{\"n\":2}}",
                        "{\"task_id\":\"task_00005\",\"url\":\"http://127.0.0.1:9/\",\"params\":{\"n\":5}}");
        FileOptions again = FileOptions.of(folder.failed(), temporary.resolve("again.jsonl"));
        assertThat(folder.run(again)).containsExactly("task_00002", "task_00005");
    }

    @Test
    void aLineThatHasItsOwnId_goesThereAsItIs() throws IOException {
        String line = "{ \"params\" : {\"n\":1} , \"task_id\":\"a\",\"url\":\"http://127.0.0.1:9/\"}";
        BatchFolder folder = new BatchFolder(temporary).lines(line + "\r\n");
        folder.runFailing(folder.options(), List.of(0L));
        assertThat(Files.readString(folder.failed())).isEqualTo(line + "\n");
    }

    @Test
    void aPromptThatFailed_becomesATask() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).lines("how?\n\nwhy \"so\"?\n");
        FileOptions prompts = folder.reading(BatchFolder.prompts("http://127.0.0.1:9/chat"));
        folder.runFailing(prompts, List.of(1L));
        JsonObject failed = new JsonObject(Files.readString(folder.failed()));
        assertThat(failed.getString("task_id")).isEqualTo("task_00001");
        assertThat(failed.getString("url")).isEqualTo("http://127.0.0.1:9/chat");
        assertThat(failed.getJsonObject("params").encode()).contains("why \\\"so\\\"?");
    }

    @Test
    void badLines_goThereToo_asTheyAre() throws IOException {
        String task = "{\"task_id\":\"a\",\"url\":\"http://127.0.0.1:9/\"}";
        BatchFolder folder = new BatchFolder(temporary).lines(task + "\n{\"url\":\n{\"url\":\"\"}");
        FileOptions options = folder.reading(BatchFolder.skippingBad());
        assertThat(folder.run(options)).containsExactly("a");
        assertThat(Files.readString(folder.failed())).isEqualTo("{\"url\":\n{\"url\":\"\"}\n");
    }

    @Test
    void anOldFileOfFailedTasks_isRemovedWhereNoneHasFailed() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        folder.runFailing(folder.options(), List.of(1L));
        assertThat(folder.failed()).exists();
        assertThat(folder.run(folder.retrying())).containsExactly("task_00001");
        assertThat(folder.failed()).doesNotExist();
    }

    @Test
    void aTaskThatFailed_staysFailed_andIsRunAgainOnlyWhereThatIsWanted() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 5);
        folder.runFailing(folder.options(), List.of(1L, 3L));
        assertThat(folder.run(folder.options())).isEmpty();
        assertThat(folder.failed()).exists();
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            assertThat(files.before()).isEqualTo(5);
            assertThat(files.failedBefore()).isEqualTo(2);
        }
        try (BatchFiles killed = BatchFiles.open(folder.retrying())) {
            assertThat(killed.before()).isEqualTo(3);
            assertThat(killed.failedBefore()).isZero();
            killed.write(BatchFolder.succeeded(killed.next()));
        }
        assertThat(folder.ids()).hasSize(4).contains("task_00001");
        assertThat(folder.run(folder.options())).containsExactly("task_00003");
        assertThat(folder.ids()).hasSize(5).doesNotHaveDuplicates();
        assertThat(folder.results()).noneMatch(line -> line.containsKey("error"));
    }

    @Test
    void anInputThatIsChangedWhileTheBatchRuns_isNoticedAtItsEnd() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 20_000);
        try (BatchFiles files = BatchFiles.open(folder.options())) {
            assertThat(files.next().id()).isEqualTo("task_00000");
            String lines = Files.readString(folder.input());
            Files.writeString(folder.input(), lines.replace("{\"n\":19000}", "{\"n\":91000}"));
            assertThatThrownBy(() -> {
                        while (files.next() != null) {
                            // to the end
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in.jsonl: it was changed while the batch ran");
        }
    }

    @Test
    void aFileThatIsThere_isNotTakenForFailedTasks() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        Files.writeString(folder.failed(), "precious");
        assertThatThrownBy(() -> folder.run(folder.options()))
                .isInstanceOf(BatchRefusal.class)
                .hasMessageContaining("out.failed.jsonl: it is there already");
        assertThat(folder.failed()).hasContent("precious");
        assertThat(folder.output()).doesNotExist();
    }

    @Test
    void anOutputThatIsALinkToNowhere_isWhereItPoints() throws IOException {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3);
        Files.createSymbolicLink(folder.output(), Path.of("real.jsonl"));
        folder.run(folder.options(), 1);
        assertThat(folder.run(folder.options())).hasSize(2);
        assertThat(temporary.resolve("real.jsonl.batch")).exists();
    }
}
