package dev.atmar.relay;

import dev.atmar.relay.EventLines.Line;
import io.vertx.core.buffer.Buffer;

/**
 * The bytes in which a stream's lines go to the caller: unchanged, or as OpenAI's SDKs like them. For those a comment is
 * one line and ONE newline, every line ends with LF, {@code data:} has its space, and {@code id} and {@code retry} are
 * left out. Until it {@link #begin}s only comments and blank lines go out; the fields of an event that has no data yet
 * wait.
 */
final class EventLayout {
    private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private final boolean unchanged;
    private final int maxHeldBytes;
    private Buffer output = Buffer.buffer();
    private Buffer held = Buffer.buffer();
    private boolean begun;
    private boolean inEvent;

    EventLayout(boolean unchanged, int maxHeldBytes) {
        this.unchanged = unchanged;
        this.maxHeldBytes = maxHeldBytes;
    }

    /** From here on everything goes out. */
    void begin() {
        begun = true;
        release();
    }

    /**
     * @throws dev.atmar.http.ApiException 502 when too much waits for an event's data
     */
    void add(Line line) {
        if (!unchanged && (line.isField("id") || line.isField("retry"))) {
            return;
        }
        boolean isField = !line.isBlank() && !line.isComment();
        Buffer to = begun || !inEvent && !isField ? output : held;
        if (unchanged) {
            to.appendBuffer(line.bytes());
        } else {
            normalised(line, to);
        }
        inEvent = !line.isBlank() && (inEvent || isField);
        if (held.length() > maxHeldBytes) {
            throw ChatFailures.lineTooLong();
        }
        if (line.isBlank()) {
            eventWithoutData();
        }
    }

    private void normalised(Line line, Buffer to) {
        if (line.isBlank()) {
            to.appendString(inEvent ? "\n" : "");
        } else if (line.isField("data")) {
            to.appendString("data: ").appendBuffer(line.valueOf("data")).appendByte((byte) '\n');
        } else {
            to.appendBuffer(line.content()).appendByte((byte) '\n');
        }
    }

    /** A block that ends before anything has begun: no decoder makes an event of it, and so it can do no harm. */
    private void eventWithoutData() {
        if (unchanged) {
            release();
        } else {
            held = Buffer.buffer();
        }
    }

    private void release() {
        if (held.length() > 0) {
            output.appendBuffer(held);
            held = Buffer.buffer();
        }
    }

    /** Ends the event that has gone out in part, so that another can follow. */
    void endEvent() {
        if (begun && inEvent) {
            output.appendByte((byte) '\n');
            inEvent = false;
        }
    }

    /** Says, in the upstream's place, that the stream is whole. */
    void done() {
        endEvent();
        output.appendBuffer(DONE);
    }

    /** What there is to go out now; it is forgotten here. */
    Buffer take() {
        Buffer taken = output;
        output = Buffer.buffer();
        return taken;
    }
}
