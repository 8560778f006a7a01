package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The load's own process: a job is one line of JSON to it, its result one line from it. */
final class Driver {
    private final Child child;
    private final BufferedWriter jobs;
    private final BufferedReader results;

    private Driver(Child child) {
        this.child = child;
        this.jobs =
                new BufferedWriter(new OutputStreamWriter(child.process().getOutputStream(), StandardCharsets.UTF_8));
        this.results =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.UTF_8));
    }

    static Driver start(Scratch scratch) throws IOException {
        return new Driver(Child.piped(scratch, "driver", command("drive")));
    }

    /** A JVM with this class path; the young generation is wide, so that its own pauses are few. */
    static List<String> command(String name, String... arguments) {
        List<String> jvm = List.of(
                Project.java(),
                "-XX:+UseSerialGC",
                "-Xms512m",
                "-Xmn384m",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                name);
        return Stream.concat(jvm.stream(), Arrays.stream(arguments)).toList();
    }

    JsonObject run(JsonObject job) throws IOException {
        jobs.write(job.encode());
        jobs.newLine();
        jobs.flush();
        String line = results.readLine();
        if (line == null) {
            throw child.failure("ended");
        }
        JsonObject result = new JsonObject(line);
        if (result.containsKey("failure")) {
            throw child.failure(result.getString("failure"));
        }
        return result;
    }
}
