package dev.atmar.relay;

import dev.atmar.relay.EventLines.Line;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * One attempt's event stream on its way to the caller. It is whole when the upstream says {@code [DONE]}, or when some
 * choice had its {@code finish_reason} and the upstream ended the body in order; whatever else ends it is a failure. An
 * error is one also when it is only an event, and then that event does not go out.
 */
final class ChatStream {
    private static final String DATA = "data";

    private final Exchange exchange;
    private final ChatResponse caller;
    private final boolean unchanged;
    private final Usage usage;
    private final EventLines lines;
    private final EventLayout layout;
    private JsonObject lastUsed = new JsonObject();
    private boolean finished;
    private boolean done;
    private boolean ended;

    ChatStream(Exchange exchange, ChatResponse caller, boolean unchanged, RelaySettings settings, Usage usage) {
        this.exchange = exchange;
        this.caller = caller;
        this.unchanged = unchanged;
        this.usage = usage;
        this.lines = new EventLines(settings.maxLineBytes(), this::line);
        this.layout = new EventLayout(unchanged, settings.maxLineBytes());
    }

    /** Done when the upstream has ended its body, which may be later than the caller's stream ends. */
    Future<Void> deliver() {
        caller.openStream(exchange.head());
        return exchange.read(this::arrived)
                .compose(whole -> finish())
                .recover(this::broken)
                .onComplete(over -> usage.of(lastUsed));
    }

    private void arrived(Buffer chunk) {
        if (!ended) {
            flushAfter(() -> lines.read(chunk));
        }
    }

    private Future<Void> finish() {
        if (!ended) {
            flushAfter(this::endOfBody);
        }
        return Future.succeededFuture();
    }

    private void endOfBody() {
        lines.end();
        if (!done && !finished) {
            throw ChatFailures.incomplete();
        }
        if (!done && !unchanged) {
            layout.done();
        }
        ended = true;
    }

    /** What lines have given goes out at once, also when the next one is a failure. */
    private void flushAfter(Runnable reading) {
        try {
            reading.run();
        } finally {
            if (ended) {
                caller.end(layout.take());
            } else {
                caller.write(exchange, layout.take());
            }
        }
    }

    private void line(Line line) {
        if (ended) {
            return;
        }
        if (line.isField(DATA)) {
            data(line, line.valueOf(DATA));
        } else {
            layout.add(line);
            ended = done && line.isBlank();
        }
    }

    private void data(Line line, Buffer data) {
        done = done || isDone(data);
        if (!done) {
            if (!line.isEnded() && !JsonAnswer.isWhole(data)) {
                return;
            }
            judge(data);
        }
        caller.begin();
        layout.begin();
        layout.add(line);
        if (done && !unchanged) {
            layout.endEvent();
            ended = true;
        }
    }

    private static boolean isDone(Buffer data) {
        return data.length() < 20 && data.toString().strip().equals("[DONE]");
    }

    private void judge(Buffer data) {
        CompletionScan scan = CompletionScan.of(data);
        if (scan.mayHaveUsage() || scan.mayHaveError()) {
            ChatContent.parse(data).ifPresent(this::read);
        }
        if (scan.isGivenUp()) {
            throw ChatFailures.gaveUp();
        }
        finished |= scan.isFinished();
    }

    private void read(JsonObject chunk) {
        if (chunk.getValue("usage") != null) {
            lastUsed = chunk;
        }
        if (chunk.getValue("error") != null) {
            throw ChatFailures.failed(ChatContent.said(chunk.getValue("error")));
        }
    }

    /** What breaks behind {@code [DONE]} is no concern of the caller's. */
    private Future<Void> broken(Throwable failure) {
        if (done) {
            caller.end(layout.take());
            return Future.succeededFuture();
        }
        layout.endEvent();
        caller.write(exchange, layout.take());
        return Future.failedFuture(failure);
    }
}
