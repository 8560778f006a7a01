package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM as {@code conf/atmar.options} has it: on every Java, and whatever became of the class-data archive. */
class StartLineIT {
    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    private Path directory;

    @Test
    void withoutAnArchive_itStartsAndTheJvmSaysNothing() throws Exception {
        assertOnlyTheAnswer(AtmarProcess.jar(), directory.resolve("none.jsa"));
    }

    @Test
    void withWhatIsNoArchive_itStartsAndTheJvmSaysNothing() throws Exception {
        Path other = Files.writeString(directory.resolve("other.jsa"), "not an archive".repeat(1000));
        assertOnlyTheAnswer(AtmarProcess.jar(), other);
    }

    @Test
    void withAnArchive_itsClassesComeFromThere_andForAnotherJarTheJvmSaysNothing() throws Exception {
        Path archive = directory.resolve("atmar.jsa");
        ask(AtmarProcess.jar(), "-XX:SharedArchiveFile=", "-XX:ArchiveClassesAtExit=" + archive);
        Path loaded = directory.resolve("loaded.txt");
        ask(AtmarProcess.jar(), "-XX:SharedArchiveFile=" + archive, "-Xlog:class+load:file=" + loaded);
        assertThat(Files.readString(loaded)).contains("dev.atmar.cli.HealthCommand source: shared objects file (top)");
        assertOnlyTheAnswer(Files.copy(AtmarProcess.jar(), directory.resolve("atmar.jar")), archive);
    }

    /** It speaks of a directory that only the sources have. */
    @Test
    void theOptions_areNotInTheJar() throws IOException {
        try (ZipFile jar = new ZipFile(AtmarProcess.jar().toFile())) {
            assertThat(jar.stream()).noneMatch(entry -> entry.getName().endsWith(".options"));
        }
    }

    private static void assertOnlyTheAnswer(Path jar, Path archive) throws Exception {
        try (AtmarProcess process = ask(jar, "-XX:SharedArchiveFile=" + archive)) {
            assertThat(process.out()).isEqualTo(NOWHERE + ": not reachable");
            assertThat(process.err()).isEmpty();
        }
    }

    /** A command that has ended: nobody is asked whether it is healthy. */
    private static AtmarProcess ask(Path jar, String... more) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(AtmarProcess.java(), "@conf/atmar.options"));
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", jar.toString(), "health", "--url=" + NOWHERE));
        AtmarProcess process = AtmarProcess.of(command, Map.of());
        assertThat(process.exitCode()).isEqualTo(1);
        return process;
    }
}
