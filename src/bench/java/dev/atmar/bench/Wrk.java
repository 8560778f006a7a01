package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One run of wrk, with one thread: a closed model, in which a connection's next request waits for its answer.
 *
 * @param errors answers other than 2xx or 3xx, and what failed on a socket
 */
record Wrk(
        long requests, double seconds, long bytes, long errors, double p50Micros, double p99Micros, double p999Micros) {
    private static final String RESULT = "RESULT ";

    static Wrk run(Scratch scratch, String url, Path body, int connections, double seconds)
            throws IOException, InterruptedException {
        // wrk itself counts in whole seconds; interrupted, it tells what it has seen.
        List<String> command = List.of(
                "timeout",
                "--foreground",
                "-s",
                "INT",
                String.format(Locale.ROOT, "%.3f", seconds),
                "wrk",
                "-t1",
                "-c" + connections,
                "-d1h",
                "--timeout",
                "10s",
                "-s",
                Project.script().toString(),
                url,
                "--",
                body.toString());
        try (Child wrk = Child.piped(scratch, "wrk", command)) {
            String out = new String(wrk.process().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String result = out.lines()
                    .filter(line -> line.startsWith(RESULT))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("wrk says: " + out));
            return of(new JsonObject(result.substring(RESULT.length())));
        }
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
