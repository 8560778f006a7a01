package dev.atmar.batch.output;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Lines of a file by where they begin; a piece of the file is held, for the next one is often near. */
final class LinePicker implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final FileChannel file;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).limit(0);
    private long offset;

    LinePicker(FileChannel file) {
        this.file = file;
    }

    /** The line that begins there, without its end. */
    byte[] at(long start) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long at = start;
        while (at >= offset && at < offset + chunk.limit() || read(at)) {
            int from = (int) (at - offset);
            int to = from;
            while (to < chunk.limit() && chunk.get(to) != '\n') {
                to++;
            }
            line.write(chunk.array(), from, to - from);
            at += to - from;
            if (to < chunk.limit()) {
                break;
            }
        }
        return line.toByteArray();
    }

    /** False at the end of the file. */
    private boolean read(long at) throws IOException {
        offset = at;
        chunk.clear();
        int read = file.read(chunk, at);
        chunk.limit(Math.max(0, read));
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
