package dev.atmar.relay;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * What the bytes of a completion, or of a chunk of one, say without being parsed. Sound for all JSON: a quote without a
 * backslash before it begins a string or ends one, and behind the end of one no letter can follow; so the quoted name
 * is a whole string, and the colon behind it makes it a name. At what depth it stands is not known, and where that
 * matters the answer is only a reason to parse.
 */
final class CompletionScan {
    private static final byte[] FINISH_REASON = quoted("finish_reason");
    private static final byte[] GAVE_UP = quoted("insufficient_system_resource");
    private static final byte[] USAGE = quoted("usage");
    private static final byte[] ERROR = quoted("error");
    private static final byte[] INDEX = quoted("index");

    private final byte[] json;

    private CompletionScan(byte[] json) {
        this.json = json;
    }

    static CompletionScan of(Buffer json) {
        return new CompletionScan(json.getBytes());
    }

    private static byte[] quoted(String text) {
        return ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether some choice has a finish reason. */
    boolean isFinished() {
        return hasMember(FINISH_REASON, '"');
    }

    /** Whether the finish reason of some choice says that the upstream had not the means to go on. */
    boolean isGivenUp() {
        for (int value = valueOf(FINISH_REASON, 0); value >= 0; value = valueOf(FINISH_REASON, value)) {
            if (isAt(value, GAVE_UP)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an object {@code usage} stands somewhere. */
    boolean mayHaveUsage() {
        return hasMember(USAGE, '{');
    }

    /** Whether an {@code error} stands somewhere that is neither null nor false. */
    boolean mayHaveError() {
        return hasMember(ERROR, first -> first != 'n' && first != 'f');
    }

    /** Whether an {@code index} stands somewhere that is 0; a choice's, unless another one may stand there too. */
    boolean hasFirstIndex() {
        return hasMember(INDEX, '0');
    }

    /** Whether an {@code index} stands somewhere that is not 0: of a choice, or of a call of a tool. */
    boolean mayHaveOtherIndex() {
        return hasMember(INDEX, first -> first != '0');
    }

    private boolean hasMember(byte[] name, char firstOfValue) {
        return hasMember(name, first -> first == firstOfValue);
    }

    private boolean hasMember(byte[] name, IntPredicate firstOfValue) {
        for (int value = valueOf(name, 0); value >= 0; value = valueOf(name, value)) {
            if (firstOfValue.test(json[value])) {
                return true;
            }
        }
        return false;
    }

    /** Where the value of the next member of that name begins; -1 when there is none. */
    private int valueOf(byte[] name, int from) {
        for (int index = from; index <= json.length - name.length; index++) {
            if (json[index] == '"' && (index == 0 || json[index - 1] != '\\') && isAt(index, name)) {
                int colon = behindBlanks(index + name.length);
                int value = behindBlanks(colon + 1);
                if (value < json.length && json[colon] == ':') {
                    return value;
                }
            }
        }
        return -1;
    }

    private boolean isAt(int index, byte[] text) {
        if (index + text.length > json.length) {
            return false;
        }
        for (int offset = 0; offset < text.length; offset++) {
            if (json[index + offset] != text[offset]) {
                return false;
            }
        }
        return true;
    }

    private int behindBlanks(int from) {
        int index = from;
        while (index < json.length
                && (json[index] == ' ' || json[index] == '\t' || json[index] == '\n' || json[index] == '\r')) {
            index++;
        }
        return index;
    }
}
