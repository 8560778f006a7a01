package dev.atmar.load.call;

import dev.atmar.http.json.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * The values of the {@code data} lines of an event stream, whose chunks may be cut anywhere. CR, LF and CRLF end a line;
 * the CR and the LF of one end are taken for two, for a blank line means nothing here: each line is taken by itself, as
 * the events of chats have one each.
 */
final class DataLines {
    private static final String FIELD = "data:";
    private static final int MARK = 0xEFBBBF;

    private final int maxLineBytes;
    private final Consumer<Buffer> eachValue;
    private Buffer rest = Buffer.buffer();
    private boolean first = true;

    DataLines(int maxLineBytes, Consumer<Buffer> eachValue) {
        this.maxLineBytes = maxLineBytes;
        this.eachValue = eachValue;
    }

    /** Hands out the values that this chunk ends; false when a line is too long. */
    boolean read(Buffer chunk) {
        Bytes bytes = Bytes.of(chunk);
        byte[] array = bytes.array();
        int start = bytes.from();
        for (int at = start; at < bytes.to(); at++) {
            if (array[at] == '\n' || array[at] == '\r') {
                if (isTooLong(at - start)) {
                    return false;
                }
                line(chunk, start - bytes.from(), at - bytes.from());
                start = at + 1;
            }
        }
        if (isTooLong(bytes.to() - start)) {
            return false;
        }
        rest.appendBuffer(chunk, start - bytes.from(), bytes.to() - start);
        return true;
    }

    private boolean isTooLong(int more) {
        return rest.length() + more > maxLineBytes;
    }

    private void line(Buffer chunk, int from, int to) {
        if (rest.length() == 0) {
            line(chunk.slice(from, to));
        } else {
            Buffer whole = rest.appendBuffer(chunk, from, to - from);
            rest = Buffer.buffer();
            line(whole);
        }
    }

    private void line(Buffer whole) {
        boolean marked = first && whole.length() >= 3 && whole.getUnsignedMedium(0) == MARK;
        Buffer line = marked ? whole.slice(3, whole.length()) : whole;
        first = false;
        if (isData(line)) {
            int from = FIELD.length();
            int space = line.length() > from && line.getByte(from) == ' ' ? 1 : 0;
            eachValue.accept(line.slice(from + space, line.length()));
        }
    }

    private static boolean isData(Buffer line) {
        if (line.length() < FIELD.length()) {
            return false;
        }
        for (int at = 0; at < FIELD.length(); at++) {
            if (line.getByte(at) != FIELD.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /** The stream is over: what came behind the last line end is a line too. False when there was such a rest. */
    boolean end() {
        boolean ended = rest.length() == 0;
        if (!ended) {
            line(Buffer.buffer(), 0, 0);
        }
        return ended;
    }
}
