package dev.atmar.load.call;

import io.vertx.core.buffer.Buffer;

/** The body of one answer as it comes in, up to a bound; kept or only counted. */
final class AnswerBody {
    private final boolean kept;
    private final int maxBytes;
    private Buffer whole = Buffer.buffer();
    private long bytes;

    AnswerBody(boolean kept, int maxBytes) {
        this.kept = kept;
        this.maxBytes = maxBytes;
    }

    /** False when this is more than may be read. */
    boolean add(Buffer chunk) {
        bytes += chunk.length();
        if (bytes > maxBytes) {
            return false;
        }
        if (kept) {
            whole.appendBuffer(chunk);
        }
        return true;
    }

    /** Empty when it was only counted. */
    Buffer whole() {
        return whole;
    }

    static CallError tooLarge(int maxBytes) {
        return CallError.of(ErrorType.TOO_LARGE, "the answer is longer than " + maxBytes + " bytes");
    }
}
