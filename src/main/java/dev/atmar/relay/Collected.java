package dev.atmar.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * What has come of a body so far. The first chunk is kept as it came, and mostly it is all there is; only with a second
 * one they are copied together.
 */
final class Collected {
    /** Bytes that are set aside at most for what is announced and has not come. */
    private static final int MOST_AHEAD = 1 << 18;

    private final HttpClientResponse answer;
    private Buffer bytes = Buffer.buffer();
    private boolean own;

    Collected(HttpClientResponse answer) {
        this.answer = answer;
    }

    void add(Buffer chunk) {
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
            String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : (int) Math.min(Long.parseLong(length), MOST_AHEAD);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    int length() {
        return bytes.length();
    }

    /** Nothing is to be appended to it. */
    Buffer bytes() {
        return bytes;
    }
}
