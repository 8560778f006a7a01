package dev.atmar.load.call;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;

/** The tokens that an answer in one piece says it has. */
final class AnswerUsage {
    /** {@code usage} stands at an answer's end; one that has no such word there is not scanned. */
    private static final int END_BYTES = 2048;

    private static final String WORD = "\"completion_tokens\"";

    private AnswerUsage() {}

    /** Null when it says none. */
    static Tokens of(Buffer answer) {
        Buffer end = answer.slice(Math.max(0, answer.length() - END_BYTES), answer.length());
        if (!end.toString().contains(WORD)) {
            return null;
        }
        try {
            long tokens = ChatEvent.tokens(RawObject.parse(answer));
            return tokens < 0 ? null : Tokens.told(tokens);
        } catch (ApiException otherShape) {
            return null;
        }
    }
}
