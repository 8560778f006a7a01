package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code batch} as a process, against the simulated upstream in another process. */
@Tag("once")
class BatchIT {
    private static final int BORNE = 39;

    private static AtmarProcess simulator;
    private static String url;

    @TempDir
    private Path folder;

    private Path input;
    private Path output;

    @BeforeAll
    static void start() throws Exception {
        simulator = AtmarProcess.start(
                "simulate",
                "--set=simulator.port=0",
                "--set=simulator.latency_ms=100",
                "--set=simulator.spread_ms=10",
                "--set=simulator.account_limit=" + BORNE);
        url = simulator.url("simulator");
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void name() {
        input = folder.resolve("tasks.jsonl");
        output = folder.resolve("results.jsonl");
    }

    private void write(int tasks, String to, String more) throws IOException {
        List<String> lines = IntStream.range(0, tasks)
                .mapToObj(number -> "{\"url\": \"" + to + "/v1/chat/completions\", \"params\": {\"model\": \"m\""
                        + ", \"messages\": [{\"role\": \"user\", \"content\": \"q " + number + "\"}]" + more + "}}")
                .toList();
        Files.write(input, lines);
    }

    private AtmarProcess batch(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "batch";
        arguments[1] = input.toString();
        arguments[2] = "--output=" + output;
        arguments[3] = "--json";
        System.arraycopy(options, 0, arguments, 4, options.length);
        return AtmarProcess.start(arguments);
    }

    private static JsonObject report(AtmarProcess batch) throws InterruptedException {
        return new JsonObject(batch.out()).getJsonObject("batch");
    }

    @Test
    void auto_findsTheLimit_andNoTaskFails() throws Exception {
        write(400, url, "");
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-auto", "--price=m=1/2")) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            JsonObject report = report(batch);
            assertThat(report.getInteger("succeeded")).isEqualTo(400);
            assertThat(report.getInteger("retried")).isZero();
            assertThat(report.getLong("completion_tokens")).isPositive();
            assertThat(report.getDouble("cost"))
                    .isCloseTo(
                            (report.getLong("prompt_tokens") + 2.0 * report.getLong("completion_tokens")) / 1e6,
                            Offset.offset(1e-9));
            assertThat(report.getBoolean("cost_complete")).isTrue();
            assertThat(report.getInteger("attempts")).isLessThan(500);
            assertThat(batch.err()).contains("in flight").doesNotContain("WARN", "ERROR", "sk-auto");
        }
    }

    @Test
    void ctrlC_letsTheCallsInFlightFinish_andTheSameCommandGoesOn() throws Exception {
        write(300, url, "");
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-c", "--concurrent=5", "--fsync=every")) {
            awaitLine(output);
            batch.interrupt();
            assertThat(batch.exitCode()).isEqualTo(1);
            JsonObject report = report(batch);
            assertThat(report.getString("stopped")).isEqualTo("interrupted");
            assertThat(report.getInteger("left")).isPositive().isEqualTo(300 - report.getInteger("done"));
            assertThat(Files.readAllLines(output)).hasSize(report.getInteger("done"));
        }
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-c", "--concurrent=30", "-q")) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            JsonObject report = report(batch);
            assertThat(report.getInteger("before") + report.getInteger("succeeded"))
                    .isEqualTo(300);
            assertThat(report.getInteger("repeated_in_all")).isZero();
            assertThat(batch.err()).isEmpty();
        }
        assertThat(Files.readAllLines(output)).hasSize(300);
    }

    @Test
    void aSecondCtrlC_endsAtOnce_andNothingIsTorn() throws Exception {
        write(20, url, ", \"simulator\": {\"latency_ms\": 60000}");
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-d", "--concurrent=5", "--drain=1h")) {
            batch.awaitErr(line -> line.contains("5 in flight"));
            batch.interrupt();
            batch.awaitErr(line -> line.contains("stopping"));
            batch.interrupt();
            assertThat(batch.exitCode()).isEqualTo(1);
            assertThat(output).isEmptyFile();
        }
    }

    @Test
    void aKeyThatIsNotAccepted_stopsTheRun_andNoTaskIsBurnt() throws Exception {
        write(500, url, "");
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-invalid", "--concurrent=4")) {
            assertThat(batch.exitCode()).isEqualTo(1);
            JsonObject report = report(batch);
            assertThat(report.getString("stopped")).contains("20 tasks in a row", "http_401");
            assertThat(report.getInteger("left")).isEqualTo(500);
            assertThat(output).isEmptyFile();
            assertThat(batch.out() + batch.err() + Files.readString(output)).doesNotContain("sk-invalid");
        }
    }

    @Test
    void toldToKeepGoing_itDoes() throws Exception {
        write(50, url, "");
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-invalid", "--keep-going", "-q")) {
            assertThat(batch.exitCode()).isEqualTo(1);
            assertThat(report(batch).getInteger("failed")).isEqualTo(50);
            assertThat(report(batch).getString("stopped")).isNull();
        }
    }

    @Test
    void dryRun_saysWhatItWouldDo_andSendsAndWritesNothing() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        write(7, "http://127.0.0.1:" + port, ", \"max_tokens\": 100");
        Path key = Files.writeString(folder.resolve("key"), "sk-dry-1234");
        try (AtmarProcess batch = batch("--dry-run", "--key=file:" + key, "--price=m=1/2", "--rpm=60")) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            JsonObject found = new JsonObject(batch.out()).getJsonObject("dry_run");
            assertThat(found.getInteger("tasks")).isEqualTo(7);
            assertThat(found.getInteger("left")).isEqualTo(7);
            assertThat(found.getJsonObject("models").getInteger("m")).isEqualTo(7);
            assertThat(found.getJsonObject("hosts").getInteger("http://127.0.0.1:" + port))
                    .isEqualTo(7);
            assertThat(found.getLong("max_completion_tokens")).isEqualTo(700);
            assertThat(found.getBoolean("cost_complete")).isTrue();
            assertThat(found.getLong("rpm")).isEqualTo(60);
            assertThat(found.getJsonObject("first").getJsonObject("headers").getString("authorization"))
                    .isEqualTo("***");
            assertThat(batch.out() + batch.err()).doesNotContain("sk-dry-1234");
        }
        assertThat(output).doesNotExist();
        assertThat(folder).isDirectoryNotContaining(file -> file.toString().contains("results"));
    }

    @Test
    void aDiskThatIsFull_isSaid_andWhatWasWrittenIsWhole() throws Exception {
        write(300, url, "");
        String limited = "ulimit -f 64; exec \"$@\"";
        try (AtmarProcess batch = AtmarProcess.of(
                List.of(
                        "bash",
                        "-c",
                        limited,
                        "bash",
                        AtmarProcess.java(),
                        "-jar",
                        AtmarProcess.jar().toString(),
                        "batch",
                        input.toString(),
                        "--output=" + output,
                        "-H=authorization: Bearer sk-e",
                        "-q"),
                Map.of())) {
            assertThat(batch.exitCode()).isEqualTo(1);
            assertThat(batch.err()).contains("atmar: ", output.toString()).doesNotContain("\tat ");
        }
        assertThat(Files.readString(output)).endsWith("\n");
        assertThat(Files.readAllLines(output)).isNotEmpty().allSatisfy(line -> new JsonObject(line));
        try (AtmarProcess batch = batch("-H=authorization: Bearer sk-e", "-q")) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            assertThat(report(batch).getInteger("left")).isZero();
        }
        assertThat(Files.readAllLines(output)).hasSize(300);
    }

    @Test
    void twoRunsOnOneOutput_theSecondIsRefused() throws Exception {
        write(100, url, "");
        try (AtmarProcess first = batch("-H=authorization: Bearer sk-f", "--concurrent=1")) {
            awaitLine(output);
            try (AtmarProcess second = batch("-H=authorization: Bearer sk-f")) {
                assertThat(second.exitCode()).as(second.out()).isEqualTo(2);
                assertThat(second.err()).contains(output.toString()).doesNotContain("\tat ");
            }
            first.terminate();
            assertThat(first.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void optionsThatCannotBeUsed_areUsageErrors() throws Exception {
        write(1, url, "");
        assertUsageError("--concurrent", "--concurrent=many");
        assertUsageError("--rpm", "--rpm=0");
        assertUsageError("--key", "--key=sk-plain-1234");
        assertUsageError("NOT_SET_ANYWHERE", "--key=env:NOT_SET_ANYWHERE");
    }

    private void assertUsageError(String named, String option) throws Exception {
        try (AtmarProcess batch = batch(option)) {
            assertThat(batch.exitCode()).as(batch.err()).isEqualTo(2);
            assertThat(batch.err()).contains(named).doesNotContain("\tat ", "sk-plain-1234");
        }
    }

    private static void awaitLine(Path file) throws IOException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!Files.exists(file) || Files.size(file) == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
