package dev.atmar.http.json;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/**
 * A buffer's bytes where they are: its own array, if it stands on one as all that is received does, or else a copy. They
 * are to be read only, and hold for as long as nothing is appended to the buffer.
 *
 * @param from index of the buffer's first byte in the array
 * @param to index behind its last one
 */
public record Bytes(Buffer buffer, byte[] array, int from, int to) {
    public static Bytes of(Buffer buffer) {
        ByteBuf bytes = ((BufferInternal) buffer).getByteBuf();
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.readerIndex();
            return new Bytes(buffer, bytes.array(), from, from + buffer.length());
        }
        return new Bytes(buffer, buffer.getBytes(), 0, buffer.length());
    }

    public int length() {
        return to - from;
    }

    /**
     * A part of the buffer, which shares its memory.
     *
     * @param start index in the array
     * @param end index in the array
     */
    Buffer slice(int start, int end) {
        return buffer.slice(start - from, end - from);
    }
}
