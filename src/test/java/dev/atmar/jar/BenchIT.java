package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmarks, as short as they can be and all at once: that each goes through everything, that nothing fails under
 * it, and that it leaves nothing behind. Their figures here mean nothing.
 */
@Tag("alone")
@Tag("once")
class BenchIT {
    private static final Path ROOT =
            AtmarProcess.jar().toAbsolutePath().getParent().getParent();

    @Test
    void eachGoesThroughEverything_withoutAnError(@TempDir Path folder) throws Exception {
        try (AtmarProcess relay = bench(folder, "relay");
                AtmarProcess streams = bench(folder, "streams");
                AtmarProcess slow = bench(folder, "slow");
                AtmarProcess startup = bench(folder, "startup", "--archive=" + folder.resolve("atmar.jsa"));
                AtmarProcess accuracy = bench(folder, "accuracy")) {
            JsonObject measured = report(folder, "relay", relay);
            assertThat(rows(measured, "closed")).hasSize(10).allMatch(row -> row.getLong("errors") == 0);
            assertThat(rows(measured, "open")).hasSize(4).allMatch(row -> row.getLong("errors") == 0);
            assertThat(measured.getJsonObject("machine").fieldNames())
                    .contains("cpu", "jdk", "nginx", "haproxy", "wrk");
            assertThat(relay.out()).contains("CPU us/req", "Open model", "Warmed first");

            assertThat(rows(report(folder, "streams", streams), "streams"))
                    .hasSize(4)
                    .allMatch(row -> row.getLong("lost") == 0);
            assertThat(rows(report(folder, "slow", slow), "slow"))
                    .hasSize(10)
                    .allMatch(row -> row.getInteger("succeeded").equals(row.getInteger("calls")));
            assertThat(rows(report(folder, "startup", startup), "startup"))
                    .hasSize(2)
                    .allMatch(row -> row.getDouble("ready_ms") > 0);
            assertThat(rows(report(folder, "accuracy", accuracy), "accuracy"))
                    .hasSize(4)
                    .allMatch(row ->
                            row.getJsonObject("summary").getJsonObject("errors").isEmpty());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "relay.json", "streams.json", "slow.json", "startup.json", "accuracy.json", "atmar.jsa");
        }
    }

    /**
     * Its temporary folder is made in the one that is given, so that what it left behind would be seen there; and all of
     * its JVMs, which live for seconds, compile once and quickly.
     */
    private static AtmarProcess bench(Path folder, String name, String... options) {
        List<String> command =
                new ArrayList<>(List.of(ROOT.resolve("src/bench/run").toString(), name, "--short"));
        command.add("--json=" + folder.resolve(name + ".json"));
        command.addAll(List.of(options));
        Map<String, String> environment = Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_TOOL_OPTIONS",
                "-XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + folder);
        return AtmarProcess.of(command, environment);
    }

    private static JsonObject report(Path folder, String name, AtmarProcess bench) throws Exception {
        assertThat(bench.exitCode()).as(bench.err()).isZero();
        return new JsonObject(Files.readString(folder.resolve(name + ".json")));
    }

    private static List<JsonObject> rows(JsonObject report, String section) {
        JsonArray rows = report.getJsonObject(section).getJsonArray("rows");
        return rows.stream().map(JsonObject.class::cast).toList();
    }
}
