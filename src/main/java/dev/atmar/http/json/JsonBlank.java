package dev.atmar.http.json;

import io.vertx.core.buffer.Buffer;

/** Blank bytes in JSON (RFC 8259, section 2): an upstream sends them while an answer is awaited. */
public final class JsonBlank {
    private JsonBlank() {}

    public static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\n' || value == '\r';
    }

    /** Index of the first byte that is not blank; the length when there is none. */
    public static int firstIndex(Buffer buffer) {
        int index = 0;
        while (index < buffer.length() && isBlank(buffer.getByte(index))) {
            index++;
        }
        return index;
    }

    /** The first byte that is not blank, 0 to 255, or -1. */
    public static int firstByte(Buffer buffer) {
        int index = firstIndex(buffer);
        return index == buffer.length() ? -1 : buffer.getUnsignedByte(index);
    }
}
