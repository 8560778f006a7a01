package dev.atmar.batch.output;

import dev.atmar.batch.BatchResult;
import dev.atmar.batch.input.InputFormat;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The results, to which lines are added. A line is whole or not there: what a write that fails has left of it is cut off,
 * and what a process that was killed has left of it is cut off by the next run.
 */
public final class OutputFile implements AutoCloseable {
    private final Path path;
    private final InputFormat format;
    private final FileChannel file;
    private long end;
    private long results;
    private boolean dirty;

    private OutputFile(Path path, InputFormat format, FileChannel file, long results) throws IOException {
        this.path = path;
        this.format = format;
        this.file = file;
        this.end = file.size();
        this.results = results;
    }

    /**
     * @param found in it before; of a torn last line only the whole ones stay
     */
    public static OutputFile open(Path path, InputFormat format, FoundResults found) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        OutputFile output = new OutputFile(path, format, file, found.results());
        output.mend(found);
        return output;
    }

    private void mend(FoundResults found) throws IOException {
        if (end > found.wholeBytes()) {
            file.truncate(found.wholeBytes());
            end = found.wholeBytes();
            dirty = true;
        }
        if (found.lacksLineEnd()) {
            append(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        sync();
    }

    /**
     * In the file when this returns, which survives the end of the process; not that of the machine, unless synced.
     *
     * @throws IOException when it cannot be written; what was there before is as it was
     */
    public void write(BatchResult result) throws IOException {
        Buffer line = ResultLine.of(format, result);
        append(ByteBuffer.wrap(line.getBytes()));
        results++;
    }

    private void append(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes, end + bytes.position());
            }
        } catch (IOException e) {
            throw cutBack(e);
        }
        end += bytes.limit();
        dirty = true;
    }

    private IOException cutBack(IOException failure) {
        try {
            file.truncate(end);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return broken(failure);
    }

    private IOException broken(IOException failure) {
        return new IOException(
                path + ": cannot be written: " + failure.getMessage() + " (the " + results
                        + " results in it are whole; once there is room, the same command goes on)",
                failure);
    }

    /** On the disk when this returns, as far as the disk tells the truth. */
    public void sync() throws IOException {
        if (dirty) {
            try {
                file.force(false);
            } catch (IOException e) {
                throw broken(e);
            }
            dirty = false;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
