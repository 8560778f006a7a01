package dev.atmar.batch;

import dev.atmar.batch.input.InputFormat;
import java.nio.file.Path;

/**
 * What a run of a batch would find, for {@code --dry-run}: nothing was written.
 *
 * @param badLines lines that would be passed over
 * @param finished tasks whose result is in the output, the failed ones among them unless they would be run again
 * @param failedBefore tasks whose result in the output is an error
 * @param running whether another run holds the output now
 * @param appended whether the input has grown since the last run
 */
public record BatchSurvey(
        InputFormat format,
        long tasks,
        long badLines,
        long finished,
        long failedBefore,
        boolean running,
        boolean appended,
        Path output,
        Path failed) {
    /** Tasks that would be run. */
    public long left() {
        return tasks - finished;
    }
}
