package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/** A batch that is killed so many times, and what is then in its output and in the upstream's counts. */
final class BatchKills {
    private static final String QUESTION =
            "{\"url\":\"%s/v1/chat/completions\",\"params\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"q %d\"}]}}%n";
    private static final int LATENCY_MILLIS = 100;

    private final Scratch scratch;
    private final int tasks;
    private final int concurrent;
    private final SplittableRandom random;
    private final HttpClient client = HttpClient.newHttpClient();
    private String simulator;

    BatchKills(Scratch scratch, int tasks, int concurrent, long seed) {
        this.scratch = scratch;
        this.tasks = tasks;
        this.concurrent = concurrent;
        this.random = new SplittableRandom(seed);
    }

    /** The moments are counted in requests the upstream has seen, each anywhere in its share of the tasks. */
    JsonObject run(int kills) throws Exception {
        startSimulator();
        Path input = scratch.file("killed.jsonl");
        Path output = scratch.file("killed.out.jsonl");
        try (BufferedWriter out = Files.newBufferedWriter(input)) {
            for (int task = 0; task < tasks; task++) {
                out.write(String.format(QUESTION, simulator, task));
            }
        }
        BatchProcess batch = new BatchProcess(scratch, input, output, concurrent);
        for (int kill = 1; kill <= kills; kill++) {
            int until = requests() + 1 + random.nextInt(tasks / (kills + 1));
            kill(batch.start("batch-" + kill), until);
            BenchCommand.progress("kill %d of %d after %d requests", kill, kills, until);
        }
        JsonObject report = BatchProcess.report(batch.start("batch-last"));
        return row(kills, output, report);
    }

    private void startSimulator() throws IOException {
        int port = Ports.free();
        simulator = "http://127.0.0.1:" + port;
        Child.start(
                        scratch,
                        "simulator",
                        List.of(
                                Project.java(),
                                "-jar",
                                Project.JAR,
                                "simulate",
                                "--set=simulator.port=" + port,
                                "--set=simulator.latency_ms=" + LATENCY_MILLIS,
                                "--set=simulator.spread_ms=" + LATENCY_MILLIS / 2))
                .listeningOn(port);
        try {
            scratch.awaitListening();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the upstream counts is whole when it has finished with the calls of the one that was killed. */
    private void kill(Child batch, int until) throws Exception {
        await(batch, stats -> until - stats.getInteger("requests"));
        batch.process().toHandle().destroyForcibly();
        batch.process().waitFor();
        await(null, stats -> stats.getInteger("inflight"));
    }

    /** Until it is nothing, or less. */
    private void await(Child batch, ToIntFunction<JsonObject> left) throws Exception {
        while (left.applyAsInt(stats()) > 0) {
            if (batch != null && !batch.process().isAlive()) {
                throw batch.failure("ended by itself");
            }
        }
    }

    private int requests() throws Exception {
        return stats().getInteger("requests");
    }

    private JsonObject stats() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(simulator + "/stats")).build();
        return new JsonObject(client.send(request, BodyHandlers.ofString()).body());
    }

    private JsonObject row(int kills, Path output, JsonObject report) throws Exception {
        Set<String> distinct = new HashSet<>();
        long results = 0;
        try (BufferedReader lines = Files.newBufferedReader(output)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                results++;
                distinct.add(new JsonObject(line).getString("task_id"));
            }
        }
        int requests = requests();
        return new JsonObject()
                .put("tasks", tasks)
                .put("kills", kills)
                .put("in_flight", concurrent)
                .put("results", results)
                .put("distinct", distinct.size())
                .put("requests", requests)
                .put("repeated", requests - tasks)
                .put("repeated_told", report.getLong("repeated_in_all"))
                .put("most", kills * concurrent);
    }
}
