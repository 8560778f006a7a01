package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What the benchmarks have in common: their options, their head, and where their results go. */
abstract class BenchCommand implements Callable<Integer> {
    private static final int INTERRUPTED = 130;

    @Option(names = "--json", paramLabel = "FILE", description = "write all results to this file, too")
    private Path json;

    @Option(names = "--short", description = "the shortest run that goes through everything; its figures mean nothing")
    private boolean isShort;

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "one more option of atmar's JVM, after those of conf/atmar.options, e.g. --java=-Xmx64m")
    private List<String> java = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this and end")
    private boolean help;

    @Override
    public final Integer call() throws Exception {
        try (Scratch scratch = Scratch.create()) {
            JsonObject machine = Machine.describe();
            System.out.println(Machine.text(machine) + (java.isEmpty() ? "" : ", and " + String.join(" ", java)));
            JsonObject report = new JsonObject().put("machine", machine).put("java_options", java);
            return finished(scratch, report) ? 0 : INTERRUPTED;
        }
    }

    /** False where a signal has ended what is measured while it was measured. */
    private boolean finished(Scratch scratch, JsonObject report) throws Exception {
        try {
            run(scratch, report);
        } catch (Exception e) {
            if (scratch.isClosed()) {
                return false;
            }
            throw e;
        }
        if (json != null) {
            Files.writeString(json, report.encodePrettily() + "\n");
        }
        return true;
    }

    /** Prints its tables on standard output and puts all it has seen into the report. */
    abstract void run(Scratch scratch, JsonObject report) throws Exception;

    final boolean isShort() {
        return isShort;
    }

    final List<String> java() {
        return java;
    }

    /** What was asked for, else what is usual for a run of this length. */
    final <T> T chosen(T asked, T usual, T inShort) {
        if (asked != null) {
            return asked;
        }
        return isShort ? inShort : usual;
    }

    static void progress(String format, Object... values) {
        System.err.printf(format + "%n", values);
    }
}
