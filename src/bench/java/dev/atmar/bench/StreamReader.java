package dev.atmar.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Reads one event stream, whose events may come in pieces or several at a time. */
final class StreamReader {
    private final StreamTimes times;
    private final long requestedAt;
    private String rest = "";
    private int chunks;
    private boolean done;
    private long lastSent;
    private long lastRead;

    StreamReader(StreamTimes times, long requestedAt) {
        this.times = times;
        this.requestedAt = requestedAt;
    }

    void read(Buffer bytes) {
        long now = System.nanoTime();
        if (lastRead == 0 && rest.isEmpty()) {
            times.firstByte().add(now - requestedAt);
        }
        String text = rest + bytes.toString(StandardCharsets.ISO_8859_1);
        int from = 0;
        for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
            event(text.substring(from, end), now);
            from = end + 2;
        }
        rest = text.substring(from);
    }

    private void event(String event, long now) {
        int at = event.indexOf(StreamChunk.SENT);
        if (at < 0) {
            done |= event.equals("data: [DONE]");
            return;
        }
        int digits = at + StreamChunk.SENT.length();
        long sent = Long.parseLong(event, digits, event.indexOf(',', digits), 10);
        chunks++;
        times.delay().add(now - sent);
        if (lastRead != 0) {
            times.gap().add((now - lastRead) - (sent - lastSent));
        }
        lastSent = sent;
        lastRead = now;
    }

    boolean isWhole(int expected) {
        return done && chunks == expected;
    }
}
