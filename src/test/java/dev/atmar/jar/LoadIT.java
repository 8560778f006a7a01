package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code load} and {@code ask} as processes, against the simulated upstream in another process. */
@Tag("once")
class LoadIT {
    private static final String QUESTION =
            "{\"model\": \"deepseek-flash\", \"messages\": [{\"role\": \"user\", \"content\": \"介绍三个成都最有名的美食。\"}]}";

    @TempDir
    private static Path folder;

    private static AtmarProcess simulator;
    private static String completions;
    private static String params;

    @BeforeAll
    static void simulate() throws Exception {
        simulator = AtmarProcess.start(
                "simulate",
                "--set=simulator.port=0",
                "--set=simulator.latency_ms=100",
                "--set=simulator.spread_ms=0",
                "--set=simulator.account_limit=39");
        completions = simulator.url("simulator") + "/v1/chat/completions";
        params = Files.writeString(folder.resolve("params.json"), QUESTION).toString();
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @Test
    void json_isTheSummaryAlone() throws Exception {
        try (AtmarProcess load = load("--concurrent=30", "--timeout=60s", "--json", "-H=authorization: Bearer sk-a")) {
            assertThat(load.exitCode()).isZero();
            JsonObject summary = new JsonObject(load.out()).getJsonObject("summary");
            assertThat(summary.getInteger("requests")).isEqualTo(30);
            assertThat(summary.getInteger("ok")).isEqualTo(30);
            assertThat(summary.getJsonObject("errors")).isEmpty();
            assertThat(summary.getInteger("peak_in_flight")).isEqualTo(30);
            assertThat(summary.getJsonObject("service_ms").getDouble("p50")).isGreaterThan(99);
            assertThat(summary.fieldNames())
                    .contains("elapsed_ms", "rate", "response_ms", "send_lag_ms", "valid", "invalid_because");
            assertThat(load.err()).doesNotContain("WARN", "ERROR");
        }
    }

    /** A row for each request, the percentiles, the verdicts, the page; a full disk spoils none of them but its own. */
    @Test
    void files_areWritten_andAThresholdDecides() throws Exception {
        Path rows = folder.resolve("rows.csv");
        Path percentiles = folder.resolve("response.hgrm");
        Path verdicts = folder.resolve("verdicts.xml");
        Path page = folder.resolve("page.html");
        try (AtmarProcess load = load(
                "--concurrent=30",
                "--count=300",
                "--quiet",
                "--csv=" + rows,
                "--jsonl=/dev/full",
                "--hgrm=" + percentiles,
                "--junit=" + verdicts,
                "--report=" + page,
                "--fail-if=p99>50ms",
                "-H=authorization: Bearer sk-h")) {
            assertThat(load.exitCode()).isEqualTo(1);
            assertThat(load.out())
                    .contains("300 requests", "p99>50ms", "BREACHED", " p50")
                    .doesNotContain("sk-h");
            assertThat(load.err()).isEqualTo("atmar: --jsonl: /dev/full could not be written: No space left on device");
            assertThat(rows).content().hasLineCount(301).startsWith("sequence,task_id,start_ms,");
            assertThat(percentiles).content().contains("Total count    =          300]");
            assertThat(verdicts).content().contains("name=\"fail-if: p99&gt;50ms\"", "failures=\"1\"");
            assertThat(page).content().contains("<html").doesNotContain("sk-h");
        }
    }

    @Test
    void refusals_areCountedByKind() throws Exception {
        Path slow = Files.writeString(
                folder.resolve("slow.json"),
                new JsonObject(QUESTION)
                        .put("simulator", new JsonObject().put("latency_ms", 5000))
                        .encode());
        try (AtmarProcess load = AtmarProcess.start(
                "load",
                completions,
                "--params=" + slow,
                "--concurrent=60",
                "--quiet",
                "-H=authorization: Bearer sk-b")) {
            assertThat(load.exitCode()).isZero();
            assertThat(load.out()).contains("60 requests", "ok 39", "status 21", "p99.9");
            assertThat(load.err()).isEmpty();
        }
    }

    @Test
    void aRunInWhichNothingSucceeds_fails() throws Exception {
        try (AtmarProcess load = load("--count=5", "-H=authorization: Bearer sk-invalid")) {
            assertThat(load.exitCode()).isEqualTo(1);
            assertThat(load.out()).contains("ok 0", "status 5");
        }
    }

    @Test
    void ctrlC_printsWhatIsDoneSoFar() throws Exception {
        try (AtmarProcess load = load("--duration=1h", "--concurrent=2", "-H=authorization: Bearer sk-c")) {
            load.awaitErr(line -> line.matches("load: [1-9]\\d* done.*"));
            load.interrupt();
            assertThat(load.exitCode()).isEqualTo(1);
            assertThat(load.out()).contains("(cut short)", "ok ");
        }
    }

    /** {@code script} gives it a terminal to write to. */
    @Test
    void onATerminal_aBarIsDrawn_withADurationToo() throws Exception {
        String command =
                String.join(" ", AtmarProcess.java(), "-jar", AtmarProcess.jar().toString(), "load", completions)
                        + " --params " + params + " --duration 1s -H 'authorization: Bearer sk-f'";
        try (AtmarProcess load = AtmarProcess.of(List.of("script", "-qec", command, "/dev/null"), Map.of())) {
            assertThat(load.exitCode()).isZero();
            assertThat(load.out()).contains("load", "in flight", "0 errors").doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void aBusTarget_isServedInTheSameProcess() throws Exception {
        String body = new JsonObject(QUESTION)
                .put("url", simulator.url("simulator") + "/v1")
                .put("api_key", "sk-d")
                .encode();
        Path chat = Files.writeString(folder.resolve("chat.json"), body);
        try (AtmarProcess load = AtmarProcess.start(
                "load", "bus:atmar.chat", "--params", chat.toString(), "--concurrent=20", "--json")) {
            assertThat(load.exitCode()).isZero();
            assertThat(new JsonObject(load.out()).getJsonObject("summary").getInteger("ok"))
                    .isEqualTo(20);
        }
    }

    @Test
    void badFilesAndPlans_areUsageErrors() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        assertUsageError("--params", "--params", folder.resolve("none.json").toString());
        assertUsageError("--params", "--params", broken.toString());
        assertUsageError("concurrent", "--concurrent=0");
        assertUsageError("--timeout", "--timeout=48h");
        assertUsageError("--junit", "--junit=" + folder);
    }

    private static void assertUsageError(String named, String... options) throws Exception {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "load";
        arguments[1] = completions;
        System.arraycopy(options, 0, arguments, 2, options.length);
        try (AtmarProcess load = AtmarProcess.start(arguments)) {
            assertThat(load.exitCode()).as(load.err()).isEqualTo(2);
            assertThat(load.err()).contains(named).doesNotContain("\tat ");
        }
    }

    @Test
    void ask_answersInOrder_dividedByALine_totalTimeLast() throws Exception {
        Path key = Files.writeString(folder.resolve("key"), "sk-e");
        try (AtmarProcess ask = AtmarProcess.start(
                "ask",
                "介绍三个北京必去的旅游景点。",
                "介绍三个成都最有名的美食。",
                "--system=You are a helpful assistant.",
                "--url=" + simulator.url("simulator") + "/v1",
                "--key=file:" + key)) {
            assertThat(ask.exitCode()).isZero();
            String[] lines = ask.out().split("\n");
            assertThat(ask.out().lines().filter("-".repeat(50)::equals)).hasSize(2);
            assertThat(ask.out().indexOf("北京")).isBetween(0, ask.out().indexOf("成都"));
            assertThat(lines[lines.length - 1]).startsWith("total ");
        }
    }

    @Test
    void ask_withoutAKey_saysWhichIsMissing() throws Exception {
        try (AtmarProcess ask = AtmarProcess.start("ask", "why?")) {
            assertThat(ask.exitCode()).isEqualTo(2);
            assertThat(ask.err()).contains("--key", "env:NAME or file:PATH");
        }
    }

    @Test
    void ask_aFailedQuestion_failsTheCommand() throws Exception {
        Path key = Files.writeString(folder.resolve("invalid"), "sk-invalid");
        try (AtmarProcess ask = AtmarProcess.start(
                "ask", "why?", "--json", "--url=" + simulator.url("simulator") + "/v1", "--key=file:" + key)) {
            assertThat(ask.exitCode()).isEqualTo(1);
            JsonObject answer =
                    new JsonObject(ask.out()).getJsonArray("answers").getJsonObject(0);
            assertThat(answer.getString("error")).isNotBlank();
            assertThat(ask.out() + ask.err()).doesNotContain("sk-invalid");
        }
    }

    @Test
    void ask_anAnswerThatGaveUp_failsTheCommand() throws Exception {
        Path key = Files.writeString(folder.resolve("any"), "sk-g");
        try (AtmarProcess failing = AtmarProcess.start(
                        "simulate",
                        "--set=simulator.port=0",
                        "--set=simulator.latency_ms=1",
                        "--set=simulator.spread_ms=0",
                        "--set=simulator.faults={\"insufficient_system_resource\": 1}");
                AtmarProcess ask = AtmarProcess.start(
                        "ask", "why?", "--url=" + failing.url("simulator") + "/v1", "--key=file:" + key)) {
            assertThat(ask.exitCode()).isEqualTo(1);
            assertThat(ask.out()).contains("not answered: the upstream gave up in the middle");
        }
    }

    @Test
    void ask_aUrlThatIsNoBase_isAUsageError() throws Exception {
        Path key = Files.writeString(folder.resolve("any"), "sk-g");
        try (AtmarProcess ask = AtmarProcess.start(
                "ask", "why?", "--url=" + simulator.url("simulator") + "/stats/reset?", "--key=file:" + key)) {
            assertThat(ask.exitCode()).isEqualTo(2);
            assertThat(ask.err()).contains("--url", "without user info, query or fragment");
        }
    }

    private static AtmarProcess load(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "load";
        arguments[1] = completions;
        arguments[2] = "--params";
        arguments[3] = params;
        System.arraycopy(options, 0, arguments, 4, options.length);
        return AtmarProcess.start(arguments);
    }
}
