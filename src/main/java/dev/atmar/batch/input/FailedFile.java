package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.batch.disk.ReplacedFile;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongPredicate;

/**
 * The lines of the input whose task has failed, and those that are none, in the order of the input, fit to be fed in
 * again: as they are, or, where the id came from the place in the file, as {@code {"task_id", "url", "params"}}. Written
 * anew after a run; where nothing has failed there is none.
 */
public final class FailedFile {
    private final Path path;
    private final BatchInput input;

    public FailedFile(Path path, BatchInput input) {
        this.path = path;
        this.input = input;
    }

    /**
     * @param failed by index
     * @param any whether there is a failed task at all
     * @param anyBad whether there are bad lines
     * @return null where there is none
     */
    public Path write(LongPredicate failed, boolean any, boolean anyBad) throws IOException {
        if (!any && !anyBad) {
            Files.deleteIfExists(path);
            return null;
        }
        SameInput same = input.same();
        try (ReplacedFile out = ReplacedFile.of(path);
                FileChannel source = FileChannel.open(input.path(), StandardOpenOption.READ);
                TaskLinesReader lines = input.lines(same)) {
            BadLines bad = new BadLines(input.path(), true);
            while (lines.next()) {
                if (failed.test(lines.index()) || anyBad && lines.task(lines.shared(), bad) == null) {
                    write(lines, bad, source, out);
                }
            }
            same.require();
            out.replace();
        }
        return path;
    }

    private void write(TaskLinesReader lines, BadLines bad, FileChannel source, ReplacedFile out) throws IOException {
        Buffer line = lines.copy();
        BatchTask task = lines.task(line, bad);
        if (task != null) {
            out.line(input.lineFor(line, task));
            return;
        }
        out.copy(source, lines.start(), lines.behind());
        if (!lines.isWhole()) {
            out.line(new byte[0]);
        }
    }
}
