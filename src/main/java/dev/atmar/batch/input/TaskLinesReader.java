package dev.atmar.batch.input;

import dev.atmar.batch.BatchTask;
import dev.atmar.batch.disk.LineReader;
import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;

/** The lines of the input that are not blank, each with its index. */
final class TaskLinesReader implements AutoCloseable {
    private final LineReader lines;
    private final LineFormat format;
    private long index = -1;

    TaskLinesReader(LineReader lines, LineFormat format) {
        this.lines = lines;
        this.format = format;
    }

    boolean next() throws IOException {
        while (lines.next()) {
            if (!lines.isBlank()) {
                index++;
                return true;
            }
        }
        return false;
    }

    /** Of the line, from 0. */
    long index() {
        return index;
    }

    Buffer shared() {
        return lines.shared();
    }

    Buffer copy() {
        return lines.copy();
    }

    /** Null for a bad line, which is told. */
    BatchTask task(Buffer line, BadLines bad) {
        if (lines.isTooLong()) {
            bad.add(lines.number(), "the line is too long (expected: at most " + BatchInput.LONGEST_LINE + " bytes)");
            return null;
        }
        try {
            return format.read(line, index, lines.number());
        } catch (ApiException e) {
            bad.add(lines.number(), e.getMessage());
            return null;
        }
    }

    long start() {
        return lines.start();
    }

    long behind() {
        return lines.behind();
    }

    boolean isWhole() {
        return lines.isWhole();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
