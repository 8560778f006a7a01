package dev.atmar.relay;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * The lines of an event stream, in one pass over chunks that may be cut anywhere. A line ends with LF, CRLF or CR. A CR
 * at the end of a chunk waits for the LF that may follow, unless the stream has shown before that it ends lines with CR
 * alone. Lines are slices of what came, but for those that a cut went through.
 */
final class EventLines {
    /**
     * One line.
     *
     * @param bytes just as they came, its end included
     * @param from where its content begins: behind a byte order mark, or an LF that belongs to the line before
     * @param to where its end begins
     */
    record Line(Buffer bytes, int from, int to) {
        /** Whether its end has come; the stream's last line may have none. */
        boolean isEnded() {
            return to < bytes.length();
        }

        boolean isBlank() {
            return from == to;
        }

        boolean isComment() {
            return from < to && bytes.getByte(from) == ':';
        }

        Buffer content() {
            return bytes.slice(from, to);
        }

        boolean isField(String name) {
            int end = from + name.length();
            if (end > to || end < to && bytes.getByte(end) != ':') {
                return false;
            }
            for (int index = 0; index < name.length(); index++) {
                if (bytes.getByte(from + index) != name.charAt(index)) {
                    return false;
                }
            }
            return true;
        }

        /** What follows the colon and the one space that may stand behind it. */
        Buffer valueOf(String name) {
            int start = Math.min(to, from + name.length() + 1);
            return bytes.slice(start < to && bytes.getByte(start) == ' ' ? start + 1 : start, to);
        }
    }

    private final int maxLineBytes;
    private final Consumer<Line> eachLine;
    private Buffer rest = Buffer.buffer();
    private int scanned;
    private int skipped;
    private boolean first = true;
    private boolean endsWithCr;
    private boolean lfMayFollow;

    EventLines(int maxLineBytes, Consumer<Line> eachLine) {
        this.maxLineBytes = maxLineBytes;
        this.eachLine = eachLine;
    }

    /**
     * Hands out the lines that this chunk ends. What {@code eachLine} throws comes out here, and ends the reading.
     *
     * @throws dev.atmar.http.ApiException 502 for a line that is too long
     */
    void read(Buffer chunk) {
        Buffer bytes = rest.length() == 0 ? chunk : rest.appendBuffer(chunk);
        skipLf(bytes);
        int start = 0;
        int index = scanned;
        while (index < bytes.length()) {
            byte next = bytes.getByte(index++);
            if (next != '\n' && next != '\r') {
                continue;
            }
            int to = index - 1;
            if (next == '\r') {
                if (index == bytes.length() && !endsWithCr) {
                    index = to;
                    break;
                }
                index = behindCr(bytes, index);
            }
            line(bytes.slice(start, index), to - start);
            start = index;
        }
        keep(bytes, start, index);
    }

    private void skipLf(Buffer bytes) {
        if (lfMayFollow && bytes.length() > 0) {
            lfMayFollow = false;
            if (bytes.getByte(0) == '\n') {
                skipped = 1;
                scanned = 1;
            }
        }
    }

    private int behindCr(Buffer bytes, int index) {
        if (index == bytes.length()) {
            lfMayFollow = true;
            return index;
        }
        if (bytes.getByte(index) == '\n') {
            return index + 1;
        }
        endsWithCr = true;
        return index;
    }

    private void line(Buffer bytes, int to) {
        requireShort(bytes.length());
        int from = first && startsWithMark(bytes) ? 3 : skipped;
        first = false;
        skipped = 0;
        eachLine.accept(new Line(bytes, from, to));
    }

    private static boolean startsWithMark(Buffer bytes) {
        return bytes.length() >= 3
                && bytes.getUnsignedByte(0) == 0xEF
                && bytes.getUnsignedByte(1) == 0xBB
                && bytes.getUnsignedByte(2) == 0xBF;
    }

    /** The line that is not at its end yet; what of it has been looked at is not looked at again. */
    private void keep(Buffer bytes, int start, int index) {
        scanned = index - start;
        requireShort(bytes.length() - start);
        if (bytes != rest || start > 0) {
            rest = Buffer.buffer().appendBuffer(bytes, start, bytes.length() - start);
        }
    }

    private void requireShort(int length) {
        if (length > maxLineBytes) {
            throw ChatFailures.lineTooLong();
        }
    }

    /** The stream is over: hands out what came behind the last line end, if anything did; maybe only half of that end. */
    void end() {
        int length = rest.length();
        if (length > 0) {
            line(rest, rest.getByte(length - 1) == '\r' ? length - 1 : length);
            rest = Buffer.buffer();
        }
    }
}
