package dev.atmar.load.call;

import io.vertx.core.buffer.Buffer;

/**
 * What came of a call.
 *
 * @param status HTTP status, 200 for a reply over the event bus; 0 when there was no answer
 * @param answer the JSON answered; null where only the status was asked for, and for a failure
 * @param error null for a success
 */
public record Outcome(int status, Buffer answer, CallError error) {
    public static Outcome succeeded(int status, Buffer answer) {
        return new Outcome(status, answer, null);
    }

    public static Outcome failed(CallError error) {
        return new Outcome(error.status(), null, error);
    }
}
