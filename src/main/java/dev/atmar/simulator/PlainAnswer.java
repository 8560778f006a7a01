package dev.atmar.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * A completion in one piece, when its time has come. With keep-alive its head goes out at once, and then empty lines:
 * so a 200 says nothing yet.
 */
final class PlainAnswer {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    static final Buffer EMPTY_LINE = Buffer.buffer("\n");

    private final Exchange exchange;
    private final Assignment assignment;

    PlainAnswer(Exchange exchange, Assignment assignment) {
        this.exchange = exchange;
        this.assignment = assignment;
    }

    void start() {
        if (assignment.keepAliveMillis() > 0) {
            open(exchange);
            exchange.linesEvery(assignment.keepAliveMillis(), EMPTY_LINE);
        }
        exchange.after(assignment.latencyMillis(), this::finish);
    }

    /** The head of an answer whose body comes later. */
    static void open(Exchange exchange) {
        exchange.open(JSON);
    }

    private void finish() {
        exchange.stopLines();
        Buffer body = assignment.completion().toJson().toBuffer();
        Buffer half = body.slice(0, body.length() / 2);
        HttpServerResponse response = exchange.response();
        if (!response.headWritten()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        if (assignment.has(Fault.BROKEN_JSON)) {
            response.end(half);
        } else if (assignment.has(Fault.CLOSE_IN_BODY)) {
            writeOf(body, half);
            exchange.cut();
        } else if (assignment.has(Fault.SILENT_IN_STREAM)) {
            writeOf(body, half);
            exchange.fallSilent();
        } else {
            response.end(body);
        }
    }

    /** A part of the body, the head promising the whole. */
    private void writeOf(Buffer body, Buffer part) {
        HttpServerResponse response = exchange.response();
        if (!response.headWritten()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        response.write(part);
    }
}
