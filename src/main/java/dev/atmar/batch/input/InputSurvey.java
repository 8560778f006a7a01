package dev.atmar.batch.input;

/**
 * What the input was found to be, before anything is sent.
 *
 * @param tasks lines that are tasks
 * @param badLines lines that are not, and are passed over
 * @param bytes of the file that were read; what is appended later is the next run's
 * @param sha256 of these, in hex
 */
public record InputSurvey(long tasks, long badLines, long bytes, String sha256) {
    /** Tasks and bad lines: each has its index, so that no id changes when a line is mended. */
    public long indexes() {
        return tasks + badLines;
    }
}
