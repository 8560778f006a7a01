package dev.atmar.batch.input;

import dev.atmar.batch.BatchRefusal;
import java.nio.file.Path;

/** The lines that are no tasks: counted, and refused together unless they are passed over. */
final class BadLines {
    private final Path path;
    private final boolean passedOver;
    private String first;
    private long count;

    BadLines(Path path, boolean passedOver) {
        this.path = path;
        this.passedOver = passedOver;
    }

    void add(long line, String complaint) {
        if (count++ == 0) {
            first = path + ":" + line + ": " + complaint;
        }
    }

    /** Says what is wrong with the first one, and how many there are. */
    void refuse() throws BatchRefusal {
        if (count > 0 && !passedOver) {
            String more = count == 1 ? "" : "; and " + (count - 1) + " more bad lines (--skip-bad passes over them)";
            throw new BatchRefusal(first + more);
        }
    }

    long count() {
        return count;
    }
}
