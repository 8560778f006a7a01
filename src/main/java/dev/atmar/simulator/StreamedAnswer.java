package dev.atmar.simulator;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * A completion as a stream: the head at once, comments until the first token, then one delta a token, evenly, so that the
 * last one comes when the latency is over. A client that reads slowly gets the deltas later, never more of them queued.
 */
final class StreamedAnswer {
    private final Exchange exchange;
    private final Assignment assignment;
    private final Completion completion;
    private final EventStream events;
    private final double millisPerToken;
    private final int brokenAfter;

    /** Every event but for its one choice, which stands between the two. */
    private final String opening;

    private final String closing;
    private int token;

    StreamedAnswer(Exchange exchange, Assignment assignment) {
        this.exchange = exchange;
        this.assignment = assignment;
        this.completion = assignment.completion();
        this.events = new EventStream(exchange, assignment);
        this.millisPerToken = assignment.latencyMillis() / Math.max(1, completion.tokens());
        this.brokenAfter = Math.max(1, completion.tokens() / 2);
        JsonObject head = completion.head("chat.completion.chunk").put("system_fingerprint", Completion.FINGERPRINT);
        String fields = head.encode();
        this.opening = fields.substring(0, fields.length() - 1) + ",\"choices\":[";
        this.closing = "]" + (assignment.includeUsage() ? ",\"usage\":null}" : "}");
    }

    void start() {
        events.open();
        exchange.linesEvery(assignment.keepAliveMillis(), events.comment());
        exchange.after(millisPerToken, this::first);
    }

    private void first() {
        exchange.stopLines();
        JsonObject role = new JsonObject().put("role", "assistant").put("content", completion.reasons() ? null : "");
        choice(completion.reasons() ? role.put("reasoning_content", "") : role, "null");
        if (completion.tokens() == 0) {
            finish();
        } else {
            next();
        }
    }

    private void next() {
        String part = completion.isReasoning(token) ? "reasoning_content" : "content";
        choice(new JsonObject().put(part, completion.text(token)), "null");
        token++;
        if (token == brokenAfter && breaks()) {
            return;
        }
        if (token == completion.tokens()) {
            finish();
        } else {
            exchange.whenWritable(() -> exchange.after(millisPerToken, this::next));
        }
    }

    /** Whether a fault ends the stream here, in one way or another. */
    private boolean breaks() {
        if (assignment.has(Fault.CLOSE_IN_BODY)) {
            exchange.cut();
        } else if (assignment.has(Fault.SILENT_IN_STREAM)) {
            exchange.fallSilent();
        } else if (assignment.has(Fault.STREAM_WITHOUT_DONE)) {
            events.end();
        } else if (assignment.has(Fault.BROKEN_JSON)) {
            events.send(opening + "{\"index\":0,\"del");
            events.end();
        } else {
            return false;
        }
        return true;
    }

    private void finish() {
        choice(new JsonObject().put("content", ""), Json.encode(completion.finishReason()));
        if (assignment.includeUsage()) {
            JsonObject usage = completion
                    .head("chat.completion.chunk")
                    .put("system_fingerprint", Completion.FINGERPRINT)
                    .put("choices", new JsonArray())
                    .put("usage", completion.usage());
            events.send(usage.encode());
        }
        events.send("[DONE]");
        events.end();
    }

    private void choice(JsonObject delta, String finishReason) {
        events.send(opening + "{\"index\":0,\"delta\":" + delta.encode() + ",\"logprobs\":null,\"finish_reason\":"
                + finishReason + "}" + closing);
    }
}
