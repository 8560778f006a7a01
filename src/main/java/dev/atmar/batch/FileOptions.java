package dev.atmar.batch;

import dev.atmar.batch.input.InputOptions;
import java.nio.file.Path;

/**
 * The files of a batch, and what is done with them.
 *
 * @param failed where the failed tasks go; null: beside the output, {@code out.failed.jsonl} for {@code out.jsonl}
 * @param inputOrder whether the results are put in the order of the input at the end
 * @param syncEvery whether results are synced before they count, and not once a second
 * @param retryFailed whether tasks that failed before are run again
 * @param force whether results are kept whose input has changed, or is not known
 */
public record FileOptions(
        Path input,
        InputOptions reading,
        Path output,
        Path failed,
        boolean inputOrder,
        boolean syncEvery,
        boolean retryFailed,
        boolean force) {
    /** What needs no option. */
    public static FileOptions of(Path input, Path output) {
        return new FileOptions(input, InputOptions.defaults(), output, null, false, false, false, false);
    }

    /** Where the failed tasks go. */
    public Path failedFile() {
        if (failed != null) {
            return failed;
        }
        String name = output.getFileName().toString();
        String stem = name.endsWith(".jsonl") ? name.substring(0, name.length() - ".jsonl".length()) : name;
        return output.resolveSibling(stem + ".failed.jsonl");
    }
}
