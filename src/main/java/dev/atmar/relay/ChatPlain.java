package dev.atmar.relay;

import dev.atmar.http.BodyRoom;
import dev.atmar.http.Collected;
import dev.atmar.http.json.JsonBlank;
import dev.atmar.http.json.RawJson;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * One attempt's answer that is no stream. It is held until it is whole and known not to have failed; one that is longer
 * than {@code held_bytes}, or for which there is no room beside others, goes on unjudged, as fast as the caller reads.
 * Leading blanks, which only keep the connection
 * alive, are dropped.
 */
final class ChatPlain {
    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final ChatResponse caller;
    private final int maxHeldBytes;
    private final Usage usage;
    private final EndOfAnswer whole;
    private final BodyRoom.Share share;

    /** Null once it goes on as it comes. */
    private Collected held;

    private long blanks;

    ChatPlain(Exchange exchange, ChatResponse caller, int maxHeldBytes, Usage usage) {
        this.exchange = exchange;
        this.answer = exchange.head();
        this.caller = caller;
        this.maxHeldBytes = maxHeldBytes;
        this.usage = usage;
        this.whole = new EndOfAnswer(answer);
        this.share = exchange.share();
        this.held = new Collected(answer.getHeader(HttpHeaders.CONTENT_LENGTH));
    }

    Future<Void> deliver() {
        return exchange.read(this::arrived)
                .<Void>map(ended -> {
                    finish();
                    return null;
                })
                .onComplete(over -> share.giveBack());
    }

    private void arrived(Buffer chunk) {
        if (held == null) {
            pass(chunk);
            return;
        }
        Buffer rest = chunk;
        if (held.length() == 0) {
            int first = JsonBlank.firstIndex(chunk);
            blanks += first;
            if (first == chunk.length()) {
                return;
            }
            JsonAnswer.require(answer, chunk.getByte(first));
            rest = chunk.slice(first, chunk.length());
        }
        held.add(rest);
        if (held.length() > maxHeldBytes || !share.take(rest.length())) {
            holdNoLonger();
        }
    }

    private void holdNoLonger() {
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        caller.openPlain(answer, length == null ? -1 : Long.parseLong(length) - blanks);
        Buffer begun = held.bytes();
        held = null;
        pass(begun);
        share.giveBack();
    }

    private void pass(Buffer bytes) {
        whole.passed(bytes);
        caller.write(exchange, bytes);
    }

    private void finish() {
        if (held == null) {
            whole.require();
            caller.end(Buffer.buffer());
            return;
        }
        if (held.length() == 0) {
            throw JsonAnswer.blank(answer);
        }
        judge(held.bytes());
        caller.whole(answer, held.bytes());
    }

    private void judge(Buffer body) {
        RawJson completion = RawJson.read(body).orElseThrow(() -> JsonAnswer.notJson(answer));
        usage.of(completion);
        ChatContent.refuseError(completion, body);
        if (CompletionScan.isGivenUp(body)) {
            throw ChatFailures.gaveUp();
        }
    }
}
