package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of wrk, with one thread: a closed model, in which a connection's next request waits for its answer.
 *
 * @param errors answers other than 2xx or 3xx, and what failed on a socket
 */
record Wrk(
        long requests, double seconds, long bytes, long errors, double p50Micros, double p99Micros, double p999Micros) {
    private static final String RUNNING = "Running ";
    private static final String RESULT = "RESULT ";
    private static final int MOST_REPEATED = 20;

    /** Again where not even one answer came in time, which a JVM's first may not. */
    static Wrk run(Scratch scratch, String url, Path body, int connections, double seconds)
            throws IOException, InterruptedException {
        Wrk result = once(scratch, url, body, connections, seconds);
        for (int more = 0; more < MOST_REPEATED && result.requests() == 0 && result.errors() == 0; more++) {
            result = once(scratch, url, body, connections, seconds);
        }
        return result;
    }

    private static Wrk once(Scratch scratch, String url, Path body, int connections, double seconds)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                "stdbuf",
                "-oL",
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + (long) Math.ceil(seconds),
                "--timeout",
                "10s",
                "-s",
                Project.script().toString(),
                url,
                "--",
                body.toString());
        try (Child wrk = Child.piped(scratch, "wrk", command)) {
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(wrk.process().getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(RUNNING) && seconds < Math.ceil(seconds)) {
                    interrupt(wrk, seconds);
                } else if (line.startsWith(RESULT)) {
                    return of(new JsonObject(line.substring(RESULT.length())));
                }
            }
            throw wrk.failure("has no result");
        }
    }

    /** It counts in whole seconds; interrupted, it tells what it has seen. */
    private static void interrupt(Child wrk, double seconds) throws IOException, InterruptedException {
        TimeUnit.MICROSECONDS.sleep(Math.round(seconds * 1e6));
        new ProcessBuilder("kill", "-INT", Long.toString(wrk.process().pid()))
                .start()
                .waitFor();
    }

    private static Wrk of(JsonObject result) {
        return new Wrk(
                result.getLong("requests"),
                result.getDouble("seconds"),
                result.getLong("bytes"),
                result.getLong("errors"),
                result.getDouble("p50_us"),
                result.getDouble("p99_us"),
                result.getDouble("p999_us"));
    }

    double rate() {
        return requests / seconds;
    }
}
