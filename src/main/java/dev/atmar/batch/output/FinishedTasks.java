package dev.atmar.batch.output;

import dev.atmar.batch.disk.IdFile;
import java.io.IOException;
import java.util.BitSet;

/** Which tasks have a result, and which of these are errors: a bit each. Used by one thread. */
public final class FinishedTasks {
    private final BitSet finished = new BitSet();
    private final BitSet failed = new BitSet();
    private long foreign;

    /**
     * @param tasks the ids of the input, with their indexes
     * @param results the ids of the output, with their marks
     */
    public static FinishedTasks of(IdFile tasks, IdFile results) throws IOException {
        FinishedTasks found = new FinishedTasks();
        tasks.join(results, (index, place, mark) -> found.add(index, mark == FoundResults.FAILED));
        return found;
    }

    /** Of two results of one task, a success counts. */
    private void add(long index, boolean error) {
        if (index < 0) {
            foreign++;
            return;
        }
        int task = (int) index;
        failed.set(task, error && (!finished.get(task) || failed.get(task)));
        finished.set(task);
    }

    public void finish(long index, boolean error) {
        finished.set((int) index);
        failed.set((int) index, error);
    }

    /** The failed ones have no result any more. */
    public void forgetFailed() {
        finished.andNot(failed);
        failed.clear();
    }

    public boolean isFinished(long index) {
        return finished.get((int) index);
    }

    public boolean isFailed(long index) {
        return failed.get((int) index);
    }

    public long finished() {
        return finished.cardinality();
    }

    public long failed() {
        return failed.cardinality();
    }

    /** Results whose id no task has. */
    public long foreign() {
        return foreign;
    }
}
