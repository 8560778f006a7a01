package dev.atmar.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at moments that a seed chose, counted in requests the upstream has seen, and then the end: every
 * task's result is there once, and no more is sent twice than was in flight. The long form is {@code src/bench/run
 * batch}.
 */
@Tag("once")
class BatchKillIT {
    private static final int TASKS = 1_500;
    private static final int KILLS = 3;
    private static final int CONCURRENT = 30;

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private String simulator;
    private Path input;
    private Path output;

    @Test
    void everyResultIsThereOnce_andAtMostTheCallsInFlightAreRepeated() throws Exception {
        try (AtmarProcess simulate = AtmarProcess.start(
                "simulate",
                "--set=simulator.port=0",
                "--set=simulator.latency_ms=50",
                "--set=simulator.spread_ms=30")) {
            simulator = simulate.url("simulator");
            input = folder.resolve("tasks.jsonl");
            output = folder.resolve("results.jsonl");
            Files.write(input, tasks());

            SplittableRandom random = new SplittableRandom(20261123);
            for (int kill = 0; kill < KILLS; kill++) {
                killAfter(random.nextInt(100, 400));
            }
            JsonObject report = toTheEnd();

            assertThat(ids()).doesNotHaveDuplicates().hasSize(TASKS);
            int repeats = stats().getInteger("requests") - TASKS;
            assertThat(repeats).isBetween(0, KILLS * CONCURRENT);
            assertThat(report.getInteger("repeated_in_all"))
                    .as("calls that had left, whether they arrived or not")
                    .isBetween(repeats, repeats + KILLS * CONCURRENT);
            assertThat(report.getInteger("failed")).isZero();
            assertThat(report.getInteger("before") + report.getInteger("done")).isEqualTo(TASKS);
            assertThat(folder.resolve("results.jsonl.inflight")).doesNotExist();
            System.out.printf(
                    "%d kills: %d calls repeated, %d reported%n", KILLS, repeats, report.getInteger("repeated_in_all"));
        }
    }

    private List<String> tasks() {
        return IntStream.range(0, TASKS)
                .mapToObj(number -> new JsonObject()
                        .put("url", simulator + "/v1/chat/completions")
                        .put(
                                "params",
                                new JsonObject(
                                        "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"q "
                                                + number + "\"}]}"))
                        .encode())
                .toList();
    }

    private AtmarProcess batch() {
        return AtmarProcess.start(
                "batch",
                input.toString(),
                "--output=" + output,
                "--concurrent=" + CONCURRENT,
                "--header=authorization: Bearer sk-k",
                "--quiet",
                "--json");
    }

    /** The upstream has finished with its calls before the next run begins: what it counts is then whole. */
    private void killAfter(int requests) throws Exception {
        int until = stats().getInteger("requests") + requests;
        AtmarProcess batch = batch();
        try {
            await(stats -> stats.getInteger("requests") >= until);
        } finally {
            batch.close();
        }
        batch.onExit().join();
        await(stats -> stats.getInteger("inflight") == 0);
    }

    private JsonObject toTheEnd() throws Exception {
        try (AtmarProcess batch = batch()) {
            assertThat(batch.exitCode()).as(batch.err()).isZero();
            return new JsonObject(batch.out()).getJsonObject("batch");
        }
    }

    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            JsonObject result = new JsonObject(line);
            assertThat(result.getInteger("status")).isEqualTo(200);
            ids.add(result.getString("task_id"));
        }
        return ids;
    }

    private interface Condition {
        boolean holds(JsonObject stats);
    }

    private void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds(stats())) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private JsonObject stats() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(simulator + "/stats")).build();
        return new JsonObject(client.send(request, BodyHandlers.ofString()).body());
    }
}
