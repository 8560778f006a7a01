package dev.atmar.relay;

import dev.atmar.relay.EventLines.Line;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One attempt's event stream on its way to the caller. It is whole when the upstream says {@code [DONE]}, or when every
 * choice had its {@code finish_reason} and the upstream ended the body in order; whatever else ends it is a failure. An
 * error is one also when it is only an event, by its name or by its data, and then that event does not go out.
 */
final class ChatStream {
    private static final String DATA = "data";
    private static final String EVENT = "event";

    private final Exchange exchange;
    private final ChatResponse caller;
    private final boolean unchanged;
    private final Usage usage;
    private final EventLines lines;
    private final EventLayout layout;
    private final StreamedChoices choices = new StreamedChoices();
    private JsonObject lastUsed = new JsonObject();
    private boolean inError;
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
        if (!done && (inError || !choices.areFinished())) {
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
        if (!done && line.isField(EVENT)) {
            inError = line.valueOf(EVENT).toString().strip().equals("error");
        }
        if (inError) {
            inErrorEvent(line);
        } else if (line.isField(DATA)) {
            data(line, line.valueOf(DATA));
        } else {
            layout.add(line);
            ended = done && line.isBlank();
        }
    }

    /** Nothing of such an event goes out; that the upstream failed is known when it has said why, or nothing. */
    private static void inErrorEvent(Line line) {
        if (line.isField(DATA)) {
            Buffer data = line.valueOf(DATA);
            ChatContent.parse(data).ifPresent(ChatContent::refuseError);
            throw ChatFailures.failed(ChatContent.said(data.toString()));
        }
        if (line.isBlank()) {
            throw ChatFailures.failed(ChatContent.said(null));
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
        if (scan.mayHaveUsage() || scan.mayHaveError() || scan.isFinished() || scan.mayHaveOtherIndex()) {
            read(ChatContent.parse(data), scan);
        } else if (scan.hasFirstIndex()) {
            choices.saw(0);
        }
        if (scan.isGivenUp()) {
            throw ChatFailures.gaveUp();
        }
    }

    /** Of a chunk that is cut over several lines no more is known than that it ends a choice, and there is mostly one. */
    private void read(Optional<JsonObject> chunk, CompletionScan scan) {
        chunk.ifPresent(this::read);
        if (chunk.isEmpty() && scan.isFinished()) {
            choices.finished(0);
        }
    }

    private void read(JsonObject chunk) {
        if (chunk.getValue("usage") != null) {
            lastUsed = chunk;
        }
        ChatContent.refuseError(chunk);
        if (chunk.getValue("choices") instanceof JsonArray all) {
            choices.read(all);
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
