package dev.atmar.batch.send;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/** Why a completion ended, as far as it says that it failed: DeepSeek answers 200 then. */
final class FinishReason {
    static final String GAVE_UP = "insufficient_system_resource";

    private static final byte[] WORD = GAVE_UP.getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST_SEARCHED = 1 << 20;

    private FinishReason() {}

    /** Whether one of its choices has this reason; the word alone may stand in a text. */
    static boolean gaveUp(Buffer answer) {
        return answer.length() <= LONGEST_SEARCHED
                && contains(answer)
                && Json.decodeValue(answer) instanceof JsonObject completion
                && completion.getValue("choices") instanceof JsonArray choices
                && choices.stream()
                        .anyMatch(choice -> choice instanceof JsonObject object
                                && GAVE_UP.equals(object.getValue("finish_reason")));
    }

    private static boolean contains(Buffer answer) {
        int last = answer.length() - WORD.length;
        for (int start = 0; start <= last; start++) {
            if (isAt(answer, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(Buffer answer, int start) {
        for (int offset = 0; offset < WORD.length; offset++) {
            if (answer.getByte(start + offset) != WORD[offset]) {
                return false;
            }
        }
        return true;
    }
}
