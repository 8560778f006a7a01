package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import java.io.IOException;
import java.util.function.LongPredicate;

/** Goes through the tasks once more, after the survey. */
public final class TaskCursor implements AutoCloseable {
    private final TaskLinesReader lines;
    private final BadLines bad;
    private final SameInput same;

    TaskCursor(TaskLinesReader lines, BadLines bad, SameInput same) {
        this.lines = lines;
        this.bad = bad;
        this.same = same;
    }

    /**
     * The next task, or null at the end.
     *
     * @param passedOver by index; such a line is not read further
     * @throws IOException at the end, when these were not the bytes that were surveyed; and when a line has become a bad
     *     one
     */
    public BatchTask next(LongPredicate passedOver) throws IOException {
        while (lines.next()) {
            if (!passedOver.test(lines.index())) {
                BatchTask task = lines.task(lines.copy(), bad);
                bad.refuse();
                if (task != null) {
                    return task;
                }
            }
        }
        same.require();
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
