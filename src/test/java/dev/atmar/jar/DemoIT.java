package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code demo} as a process: the whole experiment, over real sockets. Measures how much slower many are than one. */
@Tag("alone")
@Tag("once")
class DemoIT {
    @Test
    void everyStepShowsWhatTheExperimentShowed() throws Exception {
        try (AtmarProcess demo = AtmarProcess.start("demo", "--json", "--scale=0.05")) {
            assertThat(demo.exitCode()).as("%s", demo.out()).isZero();
            JsonObject result = new JsonObject(demo.out());
            JsonArray rows = result.getJsonArray("rows");
            assertThat(rows).hasSize(13);
            assertThat(result.getBoolean("holds")).isTrue();
            assertThat(rows)
                    .allSatisfy(row ->
                            assertThat(((JsonObject) row).getBoolean("holds")).isTrue());
            assertThat(demo.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("demo: "));
        }
    }
}
