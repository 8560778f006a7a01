package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A long file in a small heap. The long form, of a million lines, is {@code src/bench/run batch}. */
@Tag("once")
@ExtendWith(VertxExtension.class)
class BatchManyIT {
    private static final int TASKS = 100_000;

    @TempDir
    private Path folder;

    @Test
    void aHundredThousandLines_needNoMoreThanASmallHeap(Vertx vertx) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{\"ok\":true}"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get()
                .actualPort();
        Path input = folder.resolve("tasks.jsonl");
        Path output = folder.resolve("results.jsonl");
        write(input, "http://127.0.0.1:" + port + "/");
        try (AtmarProcess batch = AtmarProcess.of(
                List.of(
                        AtmarProcess.java(),
                        "-Xmx64m",
                        "-jar",
                        AtmarProcess.jar().toString(),
                        "batch",
                        input.toString(),
                        "--output=" + output,
                        "--concurrent=50",
                        "--quiet",
                        "--json"),
                Map.of())) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            JsonObject report = new JsonObject(batch.out()).getJsonObject("batch");
            assertThat(report.getInteger("succeeded")).isEqualTo(TASKS);
            System.out.printf("%d tasks in %d ms%n", TASKS, report.getLong("elapsed_ms"));
        }
        assertThat(tasksIn(output)).isEqualTo(TASKS);
    }

    private static void write(Path file, String url) throws Exception {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int task = 0; task < TASKS; task++) {
                out.write("{\"url\":\"" + url + "\",\"params\":" + task + "}\n");
            }
        }
    }

    private static int tasksIn(Path output) throws Exception {
        BitSet seen = new BitSet();
        try (Stream<String> lines = Files.lines(output)) {
            lines.forEach(line -> seen.set(
                    Integer.parseInt(new JsonObject(line).getString("task_id").substring("task_".length()))));
        }
        return seen.cardinality();
    }
}
