package dev.atmar.cli;

import dev.atmar.load.report.Rows;
import dev.atmar.settings.SettingsException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The files that {@code load} is to leave. */
final class LoadFiles {
    @Option(names = "--csv", paramLabel = "FILE", description = "a row for each request, written while the run lasts")
    private Path csv;

    @Option(names = "--jsonl", paramLabel = "FILE", description = "the same rows, a JSON object each")
    private Path jsonLines;

    @Option(
            names = "--hgrm",
            paramLabel = "FILE",
            description = "the percentiles of the response time in ms, as HdrHistogram's plotter reads them")
    private Path hgrm;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "JUnit XML: a test case for each --fail-if and each term of --slo, and for the run itself")
    private Path junit;

    boolean hasRows() {
        return csv != null || jsonLines != null;
    }

    /** Whether more is wanted than the summary tells. */
    boolean needDetails() {
        return hgrm != null;
    }

    /**
     * Opens all of them, before anything is sent.
     *
     * @throws SettingsException naming the option whose file cannot be written
     */
    LoadOutput open() {
        refuseSame();
        LoadOutput output = new LoadOutput();
        try {
            output.rows("--csv", csv, Rows.CSV);
            output.rows("--jsonl", jsonLines, Rows.JSON_LINES);
            output.whole("--hgrm", hgrm, LoadOutput.HGRM);
            output.whole("--junit", junit, LoadOutput.JUNIT);
            return output;
        } catch (SettingsException e) {
            output.close();
            throw e;
        }
    }

    private void refuseSame() {
        Map<Path, String> seen = new HashMap<>();
        refuseSame(seen, "--csv", csv);
        refuseSame(seen, "--jsonl", jsonLines);
        refuseSame(seen, "--hgrm", hgrm);
        refuseSame(seen, "--junit", junit);
    }

    private static void refuseSame(Map<Path, String> seen, String option, Path path) {
        String other = path == null ? null : seen.put(path.toAbsolutePath().normalize(), option);
        if (other != null) {
            throw new SettingsException(option, path + " is the file of " + other + " too (expected: another one)");
        }
    }
}
