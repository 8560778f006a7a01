package dev.atmar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.load.report.Rows;
import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code load}: refused before a run, whole after it, and what becomes of those that cannot be written. */
class LoadOutputTest {
    private static final JsonObject RESULT = new JsonObject();

    @TempDir
    private Path folder;

    private static JsonObject batch(int rows) {
        JsonArray list = new JsonArray();
        for (int i = 0; i < rows; i++) {
            list.add(JsonArray.of(i));
        }
        return new JsonObject().put("columns", JsonArray.of("sequence")).put("rows", list);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void rowsAreThere_inTheirOrder_underOneHeader() throws Exception {
        Path csv = folder.resolve("rows.csv");
        Path lines = folder.resolve("rows.jsonl");
        try (LoadOutput output = new LoadOutput()) {
            output.rows("--csv", csv, Rows.CSV);
            output.rows("--jsonl", lines, Rows.JSON_LINES);
            output.add(batch(2));
            output.add(batch(1));
            assertThat(output.finish("x", RESULT)).isEmpty();
        }

        assertThat(csv).hasContent("sequence\n0\n1\n0\n");
        assertThat(lines).hasContent("{\"sequence\":0}\n{\"sequence\":1}\n{\"sequence\":0}\n");
    }

    @Test
    void aRunWithoutARequest_leavesTheHeader() throws Exception {
        Path csv = folder.resolve("rows.csv");
        try (LoadOutput output = new LoadOutput()) {
            output.rows("--csv", csv, Rows.CSV);
            output.add(batch(0));
            output.finish("x", RESULT);
        }

        assertThat(csv).hasContent("sequence\n");
    }

    @Test
    void aWholeFile_replacesWhatWasThere_onlyOnceItIsWhole() throws Exception {
        Path file = Files.writeString(folder.resolve("out.xml"), "old");
        try (LoadOutput output = new LoadOutput()) {
            output.whole("--junit", file, (target, result) -> "new " + target);
            assertThat(file).hasContent("old");
            assertThat(output.finish("x", RESULT)).isEmpty();
        }

        assertThat(file).hasContent("new x");
        assertThat(names()).containsExactly("out.xml");
    }

    @Test
    void aRunThatFails_leavesWhatWasThere() throws Exception {
        Path file = Files.writeString(folder.resolve("out.xml"), "old");
        try (LoadOutput output = new LoadOutput()) {
            output.whole("--junit", file, (target, result) -> "new");
        }

        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("out.xml");
    }

    @Test
    void aLink_isFollowed() throws Exception {
        Path file = Files.writeString(folder.resolve("out.xml"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.xml"), file);
        try (LoadOutput output = new LoadOutput()) {
            output.whole("--junit", link, (target, result) -> "new");
            output.finish("x", RESULT);
        }

        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void aFullDisk_isComplainedOf_andTheOtherFilesAreWritten() throws Exception {
        Path full = Path.of("/dev/full");
        Path csv = folder.resolve("rows.csv");
        Path junit = folder.resolve("junit.xml");
        List<String> complaints;
        try (LoadOutput output = new LoadOutput()) {
            output.rows("--csv", csv, Rows.CSV);
            output.rows("--jsonl", full, Rows.JSON_LINES);
            output.whole("--hgrm", full, (target, result) -> "text");
            output.whole("--junit", junit, (target, result) -> "text");
            output.add(batch(3));
            complaints = output.finish("x", RESULT);
        }

        assertThat(complaints)
                .containsExactly(
                        "--jsonl: /dev/full could not be written: No space left on device",
                        "--hgrm: /dev/full could not be written: No space left on device");
        assertThat(csv).hasContent("sequence\n0\n1\n2\n");
        assertThat(junit).hasContent("text");
    }

    /** A pipe that nobody reads is as slow as a disk can be. */
    @Test
    void aDiskThatIsTooSlow_losesRows_butSaysHowMany() throws Exception {
        Process pipe = new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start();
        assertThat(pipe.waitFor()).isZero();
        File fifo = folder.resolve("pipe").toFile();
        Process reader = new ProcessBuilder("sh", "-c", "exec 3< pipe; read go; cat <&3")
                .directory(folder.toFile())
                .start();
        try (LoadOutput output = new LoadOutput()) {
            output.rows("--csv", fifo.toPath(), Rows.CSV);
            for (int i = 0; i < 1000; i++) {
                output.add(batch(500));
            }
            reader.getOutputStream().write('\n');
            reader.getOutputStream().close();
            InputStream read = reader.getInputStream();
            Thread drain = new Thread(() -> drain(read));
            drain.start();
            List<String> complaints = output.finish("x", RESULT);
            drain.join();

            assertThat(complaints).hasSize(1);
            assertThat(complaints.get(0)).matches("--csv: \\S+ is [1-9]\\d* rows short: .*");
        } finally {
            reader.destroy();
        }
    }

    private static void drain(InputStream stream) {
        try {
            stream.readAllBytes();
        } catch (IOException e) {
            // the reader has ended
        }
    }

    @Test
    void whatCannotBeWritten_isRefusedBeforeARun() throws Exception {
        try (LoadOutput output = new LoadOutput()) {
            assertThatThrownBy(() -> output.rows("--csv", folder, Rows.CSV))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("--csv: " + folder + " is a folder (expected: a file)");
            Path nowhere = folder.resolve("none/out.xml");
            assertThatThrownBy(() -> output.whole("--junit", nowhere, (target, result) -> ""))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("--junit: " + nowhere + " is in no folder that exists (expected: one that does)");
            Path proc = Path.of("/proc/atmar.csv");
            assertThatThrownBy(() -> output.rows("--csv", proc, Rows.CSV))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("--csv: /proc/atmar.csv cannot be written: ");
        }
        assertThat(names()).isEmpty();
    }
}
