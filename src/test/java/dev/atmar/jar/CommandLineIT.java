package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the built jar answers a person at the command line. */
class CommandLineIT {
    @TempDir
    private Path folder;

    @Test
    void noArguments_showTheHelp() throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start()) {
            assertThat(atmar.exitCode()).isZero();
            assertThat(atmar.out()).contains("demo", "serve", "simulate", "lab", "ask", "load", "batch", "health");
            assertThat(atmar.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "simulate", "lab", "ask", "load", "batch", "health"})
    void everyCommand_hasHelpWithTheCommonOptions(String command) throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start(command, "--help")) {
            assertThat(atmar.exitCode()).isZero();
            assertThat(atmar.out()).contains("--conf", "--set", "--json", "Usage: atmar " + command);
        }
    }

    @Test
    void version_isTheJars() throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start("--version")) {
            assertThat(atmar.exitCode()).isZero();
            assertThat(atmar.out()).matches("atmar \\d+\\.\\d+\\.\\d+");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sevre",
                "serve --prot=1",
                "lab --ms=x",
                "load",
                "ask",
                "demo --scale=0",
                "lab --way=fast",
                "lab --url=nonsense"
            })
    void usageErrors_exitWith2AndSayWhatIsWrong(String line) throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start(line.split(" "))) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.out()).isEmpty();
            assertThat(atmar.err()).isNotEmpty().doesNotContain("Exception", "\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relay.prot=1             | relay.prot: unknown key",
                "relay.port=many          | relay.port: value: \"many\" (expected: a whole number)",
                "relay.port=70000         | relay.port: value: 70000 (expected: 0 to 65535)",
                "lab.sleep_ms=0           | lab.sleep_ms: value: 0",
                "simulator.faults.x=1     | simulator.faults.x",
                "relay                    | --set: no key and value",
            })
    void badSettings_areRefusedWithTheirFullName(String assignment, String complaint) throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start(
                "serve",
                "--simulate",
                "--set=relay.port=0",
                "--set=lab.port=0",
                "--set=simulator.port=0",
                "--set",
                assignment)) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err()).contains(complaint).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void badVariable_isRefusedWithItsName() throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start(Map.of("ATMAR_RELAY_PROT", "1"), "serve")) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err()).contains("ATMAR_RELAY_PROT: unknown key");
        }
    }

    @Test
    void badFile_isOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("conf.json"), "{\"relay\": {\"port\": ");
        try (AtmarProcess atmar = AtmarProcess.start("serve", "--conf", file.toString())) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err().lines()).hasSize(1).first().asString().contains("conf.json", "not JSON");
        }
        try (AtmarProcess atmar = AtmarProcess.start(
                "serve", "--conf", folder.resolve("none.json").toString())) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err().lines()).hasSize(1).first().asString().contains("none.json", "cannot be read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relay", "lab", "simulator"})
    void portInUse_isOneClearLine(String section) throws Exception {
        try (ServerSocket taken = taken();
                AtmarProcess atmar = AtmarProcess.start(
                        "serve",
                        "--simulate",
                        "--set=relay.accounts=[]",
                        "--set=relay.port=0",
                        "--set=lab.port=0",
                        "--set=simulator.port=0",
                        "--set=" + section + ".port=" + taken.getLocalPort())) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err())
                    .isEqualTo("atmar: " + section + ".port: " + taken.getLocalPort()
                            + " is in use on 127.0.0.1 (expected: a free port)");
        }
    }

    @Test
    void listeningBeyondLoopback_needsTokens() throws Exception {
        try (AtmarProcess atmar = AtmarProcess.start(Map.of("ATMAR_RELAY_HOST", "0.0.0.0"), "serve")) {
            assertThat(atmar.exitCode()).isEqualTo(2);
            assertThat(atmar.err()).contains("relay.tokens", "ATMAR_RELAY_TOKENS", "ATMAR_RELAY_OPEN");
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    }
}
