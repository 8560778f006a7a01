package dev.atmar.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.EnumSet;
import java.util.Set;

/** An answer that is nothing but a fault: no completion comes of it. */
final class Breakdown {
    private static final Set<Fault> FAULTS = EnumSet.of(
            Fault.NOT_JSON, Fault.BLANK_THEN_CLOSE, Fault.CLOSE_BEFORE_HEAD, Fault.CLOSE_AFTER_HEAD, Fault.SILENT);
    private static final int BLANK_LINES = 3;

    private final Exchange exchange;
    private final Assignment assignment;
    private final EventStream events;

    Breakdown(Exchange exchange, Assignment assignment) {
        this.exchange = exchange;
        this.assignment = assignment;
        this.events = new EventStream(exchange, assignment);
    }

    static boolean isOne(Fault fault) {
        return fault.refusal().isPresent() || FAULTS.contains(fault);
    }

    void start(Fault fault) {
        switch (fault) {
            case NOT_JSON -> page();
            case CLOSE_BEFORE_HEAD -> exchange.after(assignment.latencyMillis(), exchange::cut);
            case CLOSE_AFTER_HEAD -> {
                open();
                exchange.after(assignment.latencyMillis(), exchange::cut);
            }
            case BLANK_THEN_CLOSE -> {
                open();
                blank(BLANK_LINES);
            }
            case SILENT -> exchange.fallSilent();
            default -> fault.refusal().orElseThrow().answer(exchange.response());
        }
    }

    private void page() {
        exchange.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html")
                .end("<html><body><h1>Welcome</h1></body></html>\n");
    }

    private void open() {
        if (assignment.stream()) {
            events.open();
        } else {
            PlainAnswer.open(exchange);
        }
    }

    /** So many lines, evenly, and then the end. */
    private void blank(int lines) {
        if (lines == 0) {
            exchange.cut();
            return;
        }
        Buffer line = assignment.stream() ? events.comment() : PlainAnswer.EMPTY_LINE;
        exchange.after(assignment.latencyMillis() / BLANK_LINES, () -> {
            exchange.line(line);
            blank(lines - 1);
        });
    }
}
