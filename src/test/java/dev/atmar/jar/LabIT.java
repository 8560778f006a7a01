package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code lab} as a process. Measures how many sleep at once. */
@Tag("alone")
class LabIT {
    private static final int CONCURRENT = 25;

    @Test
    void json_tellsSerialPooledAndAsynchronousApart() throws Exception {
        try (AtmarProcess lab = AtmarProcess.start(
                "lab", "--concurrent=" + CONCURRENT, "--ms=100", "--json", "--set=lab.coroutine_pool=5")) {
            assertThat(lab.exitCode()).isZero();
            Map<String, Integer> ranAtOnce = ranAtOnce(new JsonObject(lab.out()).getJsonArray("rows"));
            assertThat(ranAtOnce)
                    .containsEntry("blocking", 1)
                    .containsEntry("ordered", 1)
                    .containsEntry("execute-blocking", 20)
                    .containsEntry("async", CONCURRENT)
                    .containsEntry("async_thread_test", CONCURRENT)
                    .containsEntry("async_coroutine_test", 5);
            boolean virtualThreads = Runtime.version().feature() >= 21;
            assertThat(ranAtOnce).containsEntry("virtual", virtualThreads ? CONCURRENT : 0);
            assertThat(lab.err()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void table_namesEveryWay() throws Exception {
        try (AtmarProcess lab = AtmarProcess.start("lab", "--concurrent=5", "--ms=50", "--quiet")) {
            assertThat(lab.exitCode()).isZero();
            assertThat(lab.out()).contains("blocking", "ordered", "execute-blocking", "virtual", "async", "serial");
            assertThat(lab.err()).isEmpty();
        }
    }

    private static Map<String, Integer> ranAtOnce(JsonArray rows) {
        Map<String, Integer> found = new HashMap<>();
        for (int index = 0; index < rows.size(); index++) {
            JsonObject row = rows.getJsonObject(index);
            found.put(row.getString("way"), row.getInteger("ran_at_once"));
        }
        return found;
    }
}
