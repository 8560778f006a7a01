package dev.atmar.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in processes of their own: two on one output, one that is killed, and one whose disk is full. */
final class BatchProcessesTest {
    @TempDir
    private Path temporary;

    /** Writes every result, says how that went, and holds the output until it is killed. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            BatchFolder folder = new BatchFolder(Path.of(arguments[0]));
            try (BatchFiles files = BatchFiles.open(folder.options())) {
                for (BatchTask task = files.next(); task != null; task = files.next()) {
                    files.write(BatchFolder.succeeded(task));
                }
                System.out.println("written");
                System.in.read();
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void anotherProcessOnTheSameOutput_isRefused_andLetInWhenTheFirstIsKilled() throws Exception {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 10);
        Process first = writer("");
        try {
            assertThat(lineOf(first)).isEqualTo("written");
            assertThatThrownBy(() -> BatchFiles.open(folder.options()).close())
                    .isInstanceOf(BatchRefusal.class)
                    .hasMessageContaining("another run is writing to it");
            assertThat(BatchFiles.survey(folder.options(), task -> {}).running())
                    .isTrue();
        } finally {
            first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(folder.run(folder.options())).isEmpty();
        assertThat(folder.ids()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void whereTheDiskIsFull_noLineIsTorn_andTheRestFollowsWhenThereIsRoom() throws Exception {
        BatchFolder folder = new BatchFolder(temporary).tasks(0, 3000);
        Process full = writer("ulimit -f 100; ");
        try {
            assertThat(lineOf(full)).contains("out.jsonl: cannot be written: ").contains("the same command goes on");
        } finally {
            full.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        assertThat(Files.readString(folder.output())).endsWith("}\n");
        int written = folder.ids().size();
        assertThat(written).isBetween(500, 2999);
        assertThat(folder.run(folder.options())).hasSize(3000 - written);
        assertThat(folder.ids()).hasSize(3000).doesNotHaveDuplicates();
    }

    private Process writer(String before) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = before + "exec \"$0\" -Xshare:auto -XX:TieredStopAtLevel=1 -cp \"$1\" \"$2\" \"$3\"";
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        command,
                        java,
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        temporary.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String lineOf(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        return lines.readLine();
    }
}
