package dev.atmar.batch.send;

import dev.atmar.http.json.RawJson;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import io.vertx.core.buffer.Buffer;

/** What makes a failure of an answer that came whole and is JSON. */
final class Judgement {
    private static final int REDIRECTION = 300;

    private Judgement() {}

    /**
     * Null where nothing is wrong: an answer of its own (redirects are not followed), a completion that ended well, and
     * JSON that is still readable two levels deeper, inside a line of results.
     */
    static CallError fault(Outcome outcome) {
        Buffer answer = outcome.answer();
        if (outcome.status() >= REDIRECTION) {
            return new CallError(ErrorType.STATUS, outcome.status(), "a redirection, or the like: " + outcome.status());
        }
        if (answer == null) {
            return CallError.of(ErrorType.NOT_JSON, "an event stream without a completion (leave out stream: true)");
        }
        if (FinishReason.gaveUp(answer)) {
            return CallError.of(ErrorType.INCOMPLETE, "the upstream gave up: " + FinishReason.GAVE_UP);
        }
        return RawJson.read(answer).isPresent() && RawJson.read(deeper(answer)).isEmpty()
                ? CallError.of(ErrorType.NOT_JSON, "JSON that is nested too deeply")
                : null;
    }

    /** With what can be done about it, where that is not plain. */
    static CallError explained(CallError error) {
        return error.type() != ErrorType.TOO_LARGE
                ? error
                : new CallError(
                        error.type(),
                        error.status(),
                        error.message() + "; answers share a quarter of the heap: lower --concurrent, or raise -Xmx,"
                                + " or load.max_answer_bytes");
    }

    private static Buffer deeper(Buffer answer) {
        return Buffer.buffer(answer.length() + 4)
                .appendString("[[")
                .appendBuffer(answer)
                .appendString("]]");
    }
}
