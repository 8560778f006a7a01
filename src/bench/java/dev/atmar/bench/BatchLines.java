package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A batch of many short lines in a small heap: what it takes, as the JVM's own log of its collections says. */
final class BatchLines {
    /** {@code Pause Young (…) 120M->14M(256M)}. */
    private static final Pattern COLLECTION = Pattern.compile("(\\d+)M->(\\d+)M\\(\\d+M\\)");

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double MICROS = 1e6;

    private final Scratch scratch;
    private final int lines;
    private final int heap;
    private final int concurrent;

    BatchLines(Scratch scratch, int lines, int heap, int concurrent) {
        this.scratch = scratch;
        this.lines = lines;
        this.heap = heap;
        this.concurrent = concurrent;
    }

    JsonObject run() throws Exception {
        int upstream = Ports.free();
        Nginx.upstream(scratch, upstream, concurrent + 512);
        scratch.awaitListening();
        Path input = scratch.file("long.jsonl");
        Path output = scratch.file("long.out.jsonl");
        write(input, upstream);
        Path log = scratch.file("gc.log");
        BenchCommand.progress("%d lines", lines);
        long start = System.nanoTime();
        Child child = new BatchProcess(scratch, input, output, concurrent)
                .start("batch-long", "-Xmx" + heap + "m", "-Xlog:gc:file=" + log);
        Usage usage = used(child);
        JsonObject report = BatchProcess.report(child);
        double seconds = (System.nanoTime() - start) / NANOS;
        long results;
        try (Stream<String> all = Files.lines(output)) {
            results = all.count();
        }
        return new JsonObject()
                .put("lines", lines)
                .put("results", results)
                .put("heap_mb", heap)
                .put("heap_peak_mb", most(log, 1))
                .put("heap_live_mb", most(log, 2))
                .put("peak_bytes", usage.peakBytes())
                .put("seconds", seconds)
                .put("rate", report.getDouble("rate"))
                .put("cpu_us", usage.cpuSeconds() * MICROS / lines);
    }

    private void write(Path file, int port) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int line = 0; line < lines; line++) {
                out.write("{\"url\":\"http://127.0.0.1:" + port + "/\",\"params\":" + line + "}\n");
            }
        }
    }

    /** As it was seen last: what it uses in its very last moments is not. */
    private static Usage used(Child child) throws InterruptedException {
        Usage last = Usage.NONE;
        do {
            try {
                last = Usage.of(child.pids());
            } catch (IOException | IllegalStateException ended) {
                return last;
            }
        } while (!child.process().waitFor(100, TimeUnit.MILLISECONDS));
        return last;
    }

    private static long most(Path log, int group) throws IOException {
        try (Stream<String> all = Files.lines(log)) {
            return all.map(COLLECTION::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(group)))
                    .max()
                    .orElse(0);
        }
    }
}
