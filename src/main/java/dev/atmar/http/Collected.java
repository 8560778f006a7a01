package dev.atmar.http;

import io.vertx.core.buffer.Buffer;

/**
 * What has come of a body so far. The first chunk is kept as it came, and mostly it is all there is; only with a second
 * one they are copied together.
 */
public final class Collected {
    /** Bytes that are set aside at most for what is announced and has not come. */
    private static final int MOST_AHEAD = 1 << 18;

    private final String announced;
    private Buffer bytes = Buffer.buffer();
    private boolean own;

    /**
     * @param contentLength the header's value, of which nothing is expected; null: there is none
     */
    public Collected(String contentLength) {
        announced = contentLength;
    }

    public void add(Buffer chunk) {
        if (bytes.length() == 0) {
            bytes = chunk;
            return;
        }
        if (!own) {
            bytes = Buffer.buffer(Math.max(ahead(), bytes.length() + chunk.length()))
                    .appendBuffer(bytes);
            own = true;
        }
        bytes.appendBuffer(chunk);
    }

    private int ahead() {
        try {
            return announced == null ? 0 : (int) Math.min(Long.parseLong(announced), MOST_AHEAD);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    public int length() {
        return bytes.length();
    }

    /** Nothing is to be appended to it. */
    public Buffer bytes() {
        return bytes;
    }
}
