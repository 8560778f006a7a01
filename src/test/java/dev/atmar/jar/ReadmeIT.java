package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The README tells the truth: its commands are run as they stand there, from the top, and what they print is what it
 * shows, figures aside. Maven's own commands are left to whoever runs this test with them. Takes the ports 8000 to 8002.
 */
@Tag("alone")
@Tag("once")
class ReadmeIT {
    /** A row that is there on Java 21 or later; what the README shows is from such a one. */
    private static final String VIRTUAL_THREADS = "virtual";

    /** What a noisy machine adds to a load report. */
    private static final String NOISE = "INVALID:";

    /** A row of a picture of latencies: how many there are depends on what was measured. */
    private static final String PICTURE = "\\s*(≤|<=) .*";

    private final List<AtmarProcess> servers = new ArrayList<>();

    @AfterEach
    void stopServers() throws Exception {
        for (AtmarProcess server : servers) {
            server.terminate();
            server.exitCode();
            server.close();
        }
    }

    @Test
    void everyCommandRuns_andPrintsWhatIsShown() throws Exception {
        List<Readme.Block> blocks = Readme.blocks();
        int commands = 0;
        for (int index = 0; index < blocks.size(); index++) {
            if (blocks.get(index).language().equals("sh")) {
                boolean shown = index + 1 < blocks.size()
                        && blocks.get(index + 1).language().equals("text");
                check(blocks.get(index).text(), shown ? blocks.get(index + 1).text() : null);
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(5);
    }

    private void check(String script, String shown) throws Exception {
        String command = String.join(
                "\n", script.lines().filter(line -> !line.startsWith("mvn ")).toList());
        if (command.isBlank()) {
            return;
        }
        boolean server = command.matches("(?s)java (@\\S+ )?-jar target/atmar.jar (serve|simulate).*");
        AtmarProcess process = AtmarProcess.of(
                List.of("bash", "-euc", server ? "exec " + command : command),
                Map.of("PATH", Path.of(AtmarProcess.java()).getParent() + ":" + System.getenv("PATH")));
        if (server) {
            servers.add(process);
            for (String line : shown.lines().toList()) {
                process.awaitOut(printed -> withoutFigures(printed).equals(withoutFigures(line)));
            }
            return;
        }
        try (process) {
            assertThat(process.exitCode())
                    .as("%s%n%s%n%s", command, process.out(), process.err())
                    .isZero();
            if (shown != null) {
                assertThat(normal(process.out())).as(command).isEqualTo(normal(shown));
            }
        }
    }

    /** One text, so that where a line is wrapped does not matter. On an older Java, of what shows virtual threads only the table. */
    private static String normal(String text) {
        boolean older = Runtime.version().feature() < 21;
        boolean showsVirtualThreads = text.lines().anyMatch(line -> line.startsWith(VIRTUAL_THREADS));
        return text.lines()
                .takeWhile(line -> !older || !showsVirtualThreads || !line.isBlank())
                .filter(line -> !older || !line.startsWith(VIRTUAL_THREADS))
                .filter(line -> !line.startsWith(NOISE) && !line.matches(PICTURE))
                .map(ReadmeIT::withoutFigures)
                .collect(Collectors.joining(" "));
    }

    /** Without figures, units, bars and the width of columns. */
    private static String withoutFigures(String line) {
        return line.replaceAll("\\d+([.,:]\\d+)*( ?(ms|s|µs)\\b)?", "#")
                .replaceAll("[█▏▎▍▌▋▊▉]+", "")
                .replaceAll("[ -]+", " ")
                .strip();
    }
}
