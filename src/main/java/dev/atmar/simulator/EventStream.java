package dev.atmar.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Server-sent events on one response: a comment is one line and ONE newline, an event one {@code data:} line and two. A
 * fault of the framing changes where lines end or chunks are cut, never what is said.
 */
final class EventStream {
    private static final CharSequence CONTENT_TYPE = HttpHeaders.createOptimized("text/event-stream");

    private final Exchange exchange;
    private final Assignment assignment;
    private final String lineEnd;
    private final String field;

    EventStream(Exchange exchange, Assignment assignment) {
        this.exchange = exchange;
        this.assignment = assignment;
        this.lineEnd = assignment.has(Fault.SSE_CRLF) ? "\r\n" : "\n";
        this.field = assignment.has(Fault.SSE_NO_SPACE) ? "data:" : "data: ";
    }

    /** Sends the head. */
    void open() {
        exchange.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").putHeader("x-accel-buffering", "no");
        exchange.open(CONTENT_TYPE);
    }

    Buffer comment() {
        return Buffer.buffer(": keep-alive" + lineEnd);
    }

    /**
     * @param data one line
     */
    void send(String data) {
        HttpServerResponse response = exchange.response();
        Buffer event = Buffer.buffer(field + data + lineEnd + lineEnd);
        int cut = cut(event);
        if (cut > 0) {
            response.write(event.slice(0, cut));
        }
        response.write(event.slice(cut, event.length()));
    }

    /** Where the event's first chunk ends; 0: it is sent in one. */
    private int cut(Buffer event) {
        if (assignment.has(Fault.SSE_SPLIT_NEWLINES)) {
            return event.length() - lineEnd.length();
        }
        return assignment.has(Fault.SSE_SPLIT_UTF8) ? insideCharacter(event) : 0;
    }

    /** Behind the first byte that begins a sequence of several; 0 when there is none. */
    private static int insideCharacter(Buffer event) {
        for (int index = 0; index < event.length(); index++) {
            if (event.getByte(index) < 0) {
                return index + 1;
            }
        }
        return 0;
    }

    void end() {
        exchange.response().end();
    }
}
