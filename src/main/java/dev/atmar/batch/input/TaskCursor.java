package dev.atmar.batch.input;

import dev.atmar.batch.BatchRefusal;
import dev.atmar.batch.BatchTask;
import java.io.IOException;
import java.util.function.LongPredicate;

/** Goes through the tasks once more, after the survey. */
public final class TaskCursor implements AutoCloseable {
    private final TaskLinesReader lines;
    private final BadLines bad;

    TaskCursor(TaskLinesReader lines, BadLines bad) {
        this.lines = lines;
        this.bad = bad;
    }

    /**
     * The next task, or null at the end.
     *
     * @param passedOver by index; such a line is not read further
     * @throws BatchRefusal when a line has become a bad one since the survey
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
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
