package dev.atmar.batch.disk;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file line by line, in memory for one line. A line ends with LF or CRLF, the last one with the file too; the mark of
 * UTF-8 before the first one belongs to no line.
 */
public final class LineReader implements AutoCloseable {
    private static final int CHUNK = 1 << 18;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final FileChannel file;
    private final long end;
    private final int longest;
    private final Fingerprint fingerprint;

    private byte[] buffer = new byte[CHUNK];
    private int filled;
    private int at;
    private long offset;

    private long number;
    private long start;
    private int from;
    private int to;
    private boolean whole;
    private boolean tooLong;

    private LineReader(FileChannel file, long end, int longest, Fingerprint fingerprint) {
        this.file = file;
        this.end = end;
        this.longest = longest;
        this.fingerprint = fingerprint;
    }

    /**
     * @param bytes of the file that are read; what was appended later is not
     * @param longest line in bytes; of a longer one it is only told that there is one
     * @param fingerprint fed with all that is read; null: with nothing
     */
    public static LineReader open(Path path, long bytes, int longest, Fingerprint fingerprint) throws IOException {
        return new LineReader(FileChannel.open(path, StandardOpenOption.READ), bytes, longest, fingerprint);
    }

    /** Goes to the next line; false where there is none. */
    public boolean next() throws IOException {
        start = offset + at;
        int searched = at;
        while (true) {
            int newline = newline(searched);
            if (newline >= 0) {
                return line(newline, true);
            }
            if (filled - at > longest) {
                return skipRest();
            }
            searched = filled - at;
            if (!fill()) {
                return at < filled && line(filled, false);
            }
        }
    }

    private int newline(int searched) {
        for (int index = searched; index < filled; index++) {
            if (buffer[index] == '\n') {
                return index;
            }
        }
        return -1;
    }

    private boolean line(int stop, boolean ended) {
        from = at;
        to = stop;
        at = ended ? stop + 1 : stop;
        whole = ended;
        number++;
        if (start == 0 && Arrays.equals(buffer, from, Math.min(to, from + MARK.length), MARK, 0, MARK.length)) {
            from += MARK.length;
        }
        if (to > from && buffer[to - 1] == '\r') {
            to--;
        }
        tooLong = to - from > longest;
        return true;
    }

    /** What there is of a line that is too long is dropped, up to its end. */
    private boolean skipRest() throws IOException {
        number++;
        tooLong = true;
        from = 0;
        to = 0;
        do {
            at = filled;
            if (!fill()) {
                whole = false;
                return true;
            }
        } while (newline(at) < 0);
        at = newline(at) + 1;
        whole = true;
        return true;
    }

    /** Reads on behind what has not been taken; false at the end. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, at, buffer, 0, filled - at);
        offset += at;
        filled -= at;
        at = 0;
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, (int) Math.min(Integer.MAX_VALUE - 8, 2L * buffer.length));
        }
        long position = offset + filled;
        int room = (int) Math.min(Math.min(CHUNK, buffer.length - filled), end - position);
        int read = room <= 0 ? -1 : file.read(ByteBuffer.wrap(buffer, filled, room), position);
        if (read < 0) {
            return false;
        }
        if (fingerprint != null) {
            fingerprint.add(buffer, filled, read);
        }
        filled += read;
        return true;
    }

    /** From 1. */
    public long number() {
        return number;
    }

    /** Where the line begins in the file. */
    public long start() {
        return start;
    }

    /** Where the next one begins. */
    public long behind() {
        return offset + at;
    }

    /** Whether the line has its end; only the last one may not. */
    public boolean isWhole() {
        return whole;
    }

    public boolean isTooLong() {
        return tooLong;
    }

    /** Whether there is nothing in it but spaces and tabs. */
    public boolean isBlank() {
        for (int index = from; index < to; index++) {
            if (buffer[index] != ' ' && buffer[index] != '\t') {
                return false;
            }
        }
        return !tooLong;
    }

    /** The line without its end, as it is until the next one is gone to. */
    public Buffer shared() {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(buffer, from, to - from));
    }

    /** The line without its end, for keeps. */
    public Buffer copy() {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(Arrays.copyOfRange(buffer, from, to)));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
