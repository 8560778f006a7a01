package dev.atmar.relay;

import dev.atmar.http.json.JsonBlank;
import io.vertx.core.buffer.Buffer;

/**
 * Tells an answer that gets on from one that is only kept alive: blanks are no progress, nor are the comments of an
 * event stream, the lines that begin with a colon. Lines are followed across the borders of chunks.
 */
final class Progress {
    private enum Line {
        BEGINS,
        IS_COMMENT,
        IS_FIELD
    }

    private final boolean eventStream;
    private Line line = Line.BEGINS;

    /**
     * @param eventStream whether lines can be comments
     */
    Progress(boolean eventStream) {
        this.eventStream = eventStream;
    }

    /** Whether there is progress in the answer's next bytes. */
    boolean isIn(Buffer chunk) {
        if (!eventStream) {
            return JsonBlank.firstIndex(chunk) < chunk.length();
        }
        boolean progress = false;
        for (int index = 0; index < chunk.length(); index++) {
            byte next = chunk.getByte(index);
            line = after(next);
            progress |= line == Line.IS_FIELD && !JsonBlank.isBlank(next);
        }
        return progress;
    }

    private Line after(byte next) {
        if (next == '\n' || next == '\r') {
            return Line.BEGINS;
        }
        if (line != Line.BEGINS) {
            return line;
        }
        return next == ':' ? Line.IS_COMMENT : Line.IS_FIELD;
    }
}
