package dev.atmar.batch;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param tasks of the input
 * @param before tasks that had a result when it began
 * @param failedBefore of them
 * @param succeeded in this run
 * @param failed in this run, by kind
 * @param left tasks without a result
 * @param attempts requests begun
 * @param retried of them, those after a failure
 * @param repeated calls that a former run had in flight when it was killed: at most so many were made twice
 * @param repeatedInAll the same, of all runs so far
 * @param cost null where no price is known
 * @param skipped lines of the input that cannot be used
 * @param appended whether the input has grown since the former run
 * @param failedFile where the tasks that failed are; null where none did
 * @param stopped why it ended before its end; null where it did not
 */
public record BatchReport(
        long tasks,
        long before,
        long failedBefore,
        long succeeded,
        Map<String, Long> failed,
        long left,
        long attempts,
        long retried,
        long repeated,
        long repeatedInAll,
        long promptTokens,
        long completionTokens,
        Double cost,
        boolean costComplete,
        double elapsedMillis,
        long skipped,
        boolean appended,
        Path output,
        Path failedFile,
        String stopped) {
    private static final double MILLIS = 1000;

    /** Results written by this run. */
    public long done() {
        return succeeded + failures();
    }

    public long failures() {
        return failed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every task of the input has succeeded. */
    public boolean isWhole() {
        return left == 0 && failures() == 0 && failedBefore == 0 && skipped == 0 && stopped == null;
    }

    /** Results a second. */
    public double rate() {
        return elapsedMillis <= 0 ? 0 : done() * MILLIS / elapsedMillis;
    }

    public JsonObject toJson() {
        JsonObject byKind = new JsonObject();
        failed.forEach(byKind::put);
        return new JsonObject()
                .put("tasks", tasks)
                .put("before", before)
                .put("failed_before", failedBefore)
                .put("done", done())
                .put("succeeded", succeeded)
                .put("failed", failures())
                .put("errors", byKind)
                .put("left", left)
                .put("skipped_lines", skipped)
                .put("appended", appended)
                .put("attempts", attempts)
                .put("retried", retried)
                .put("repeated", repeated)
                .put("repeated_in_all", repeatedInAll)
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", completionTokens)
                .put("cost", cost)
                .put("cost_complete", cost == null ? null : costComplete)
                .put("elapsed_ms", Math.round(elapsedMillis))
                .put("rate", Math.round(rate() * 1e3) / 1e3)
                .put("output", output.toString())
                .put("failed_file", failedFile == null ? null : failedFile.toString())
                .put("stopped", stopped);
    }
}
