package dev.atmar.batch;

import dev.atmar.batch.input.FailedFile;
import dev.atmar.batch.input.TaskCursor;
import dev.atmar.batch.output.BatchState;
import dev.atmar.batch.output.FinishedTasks;
import dev.atmar.batch.output.FoundResults;
import dev.atmar.batch.output.InputOrder;
import dev.atmar.batch.output.OutputFile;
import dev.atmar.batch.output.Places;
import dev.atmar.batch.output.Rewriting;
import dev.atmar.batch.output.StateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The files of one run: the tasks of the input that have no result yet, and the output they are written to. The output
 * is this run's alone while it is open. Used by one thread.
 */
final class BatchFiles implements AutoCloseable {
    private final FileOptions options;
    private final Path path;
    private final StateFile state;
    private final BatchOpening opening;
    private final FinishedTasks finished;
    private final OutputFile output;
    private final TaskCursor tasks;
    private final long before;
    private final long failedBefore;

    private BatchFiles(FileOptions options, Path path, StateFile state, BatchOpening opening) throws IOException {
        this.options = options;
        this.path = path;
        this.state = state;
        this.opening = opening;
        this.finished = opening.finished();
        state.keep(opening.state());
        Rewriting.clean(path);
        FoundResults found = opening.found();
        if (options.retryFailed() && finished.failed() > 0) {
            found = Rewriting.withoutErrors(path, found);
            finished.forgetFailed();
        }
        this.output = OutputFile.open(path, opening.input().format(), found);
        this.tasks = opening.input().tasks();
        this.before = finished.finished();
        this.failedBefore = finished.failed();
    }

    /**
     * Reads both files to their ends; mends what a run that was killed has left.
     *
     * @throws BatchRefusal when the files are not fit for it, or another run has them; nothing was written then
     */
    static BatchFiles open(FileOptions options) throws IOException {
        Path path = Places.output(options.input(), options.output(), options.failedFile());
        Optional<StateFile> there = StateFile.openIfThere(path);
        StateFile state = there.orElse(null);
        BatchOpening opening = null;
        try {
            BatchState former = state == null ? null : state.read().orElse(null);
            opening = BatchOpening.read(options, path, path.getParent(), former);
            if (state == null) {
                Places.requireOurs(options.failedFile());
                state = StateFile.create(path);
            }
            return new BatchFiles(options, path, state, opening);
        } catch (BatchRefusal | RuntimeException e) {
            close(opening, state);
            throw e;
        } catch (IOException e) {
            close(opening, state);
            throw new IOException(path + ": cannot be written or read: " + e.getMessage() + " (nothing was sent)", e);
        }
    }

    /**
     * What {@link #open} would find; nothing is written.
     *
     * @param left told of every task that would be run
     * @throws BatchRefusal for all that a run is refused for, but that another one is on
     */
    static BatchSurvey survey(FileOptions options, Consumer<BatchTask> left) throws IOException {
        return Surveyor.survey(options, left);
    }

    /** Tasks of the input, whether finished or not. */
    long tasks() {
        return opening.survey().tasks();
    }

    /** Tasks that had their result when this was opened. */
    long before() {
        return before;
    }

    /** Tasks whose result was an error when this was opened, and stays so. */
    long failedBefore() {
        return failedBefore;
    }

    /** Lines that are no tasks, and were passed over. */
    long skipped() {
        return opening.survey().badLines();
    }

    /** Whether lines were appended to the input since the former run. */
    boolean isAppended() {
        return opening.appended();
    }

    boolean isFinished(long index) {
        return finished.isFinished(index);
    }

    /** The next task that has no result, in the order of the input; null at its end. */
    BatchTask next() throws IOException {
        return tasks.next(finished::isFinished);
    }

    /**
     * In the output when this returns; see {@link #commit}.
     *
     * @throws IOException when it cannot be written; no line is torn then
     */
    void write(BatchResult result) throws IOException {
        output.write(result);
        finished.finish(result.task().index(), result.error() != null);
    }

    /** What was written since the last time counts from now on: synced, where every result is to be. */
    void commit() throws IOException {
        if (options.syncEvery()) {
            output.sync();
        }
    }

    void sync() throws IOException {
        output.sync();
    }

    /**
     * Ends the output: synced, in the order of the input where that is wanted and every task has its result, and the
     * failed tasks in a file of their own.
     *
     * @return the file of the failed tasks; null: none has failed
     */
    Path finish() throws IOException {
        output.sync();
        output.close();
        if (options.inputOrder() && finished.finished() == tasks()) {
            InputOrder.restore(path, opening.input().format(), opening.tasks());
        }
        return new FailedFile(options.failedFile(), opening.input())
                .write(finished::isFailed, finished.failed() > 0, skipped() > 0);
    }

    @Override
    public void close() throws IOException {
        tasks.close();
        output.close();
        close(opening, state);
    }

    /** The state last: with it the lock goes. */
    private static void close(BatchOpening opening, StateFile state) throws IOException {
        if (opening != null) {
            opening.tasks().close();
        }
        if (state != null) {
            state.close();
        }
    }
}
