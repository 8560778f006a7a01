package dev.atmar.relay;

import dev.atmar.http.json.Bytes;
import dev.atmar.http.json.JsonBlank;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * What the bytes of a completion, or of a chunk of one, say without being parsed, seen in one pass. Sound for all JSON: a
 * quote without a backslash before it begins a string or ends one, and behind the end of one no letter can follow; so the
 * quoted name is a whole string, and the colon behind it makes it a name. At what depth it stands is not known, and where
 * that matters the answer is only a reason to parse.
 */
final class CompletionScan {
    private static final String GAVE_UP_REASON = "\"insufficient_system_resource\"";
    private static final TextSearch GAVE_UP_ANYWHERE = new TextSearch(GAVE_UP_REASON);
    private static final byte[] GAVE_UP = ascii(GAVE_UP_REASON);

    private static final byte[] FINISH_REASON = ascii("\"finish_reason\"");
    private static final byte[] USAGE = ascii("\"usage\"");
    private static final byte[] ERROR = ascii("\"error\"");
    private static final byte[] INDEX = ascii("\"index\"");

    private final byte[] json;
    private final int from;
    private final int to;
    private boolean finished;
    private boolean givenUp;
    private boolean usage;
    private boolean error;
    private boolean firstIndex;
    private boolean otherIndex;

    private CompletionScan(Bytes bytes) {
        json = bytes.array();
        from = bytes.from();
        to = bytes.to();
        for (int index = from; index < to - 1; index++) {
            if (json[index] == '"' && (index == from || json[index - 1] != '\\')) {
                quoted(index);
            }
        }
    }

    static CompletionScan of(Buffer json) {
        return new CompletionScan(Bytes.of(json));
    }

    /** What {@link #isGivenUp()} says; but where the words are nowhere at all, few bytes are looked at to find it. */
    static boolean isGivenUp(Buffer json) {
        Bytes bytes = Bytes.of(json);
        return GAVE_UP_ANYWHERE.isIn(bytes) && new CompletionScan(bytes).isGivenUp();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void quoted(int quote) {
        switch (json[quote + 1]) {
            case 'f' -> {
                int value = valueOf(FINISH_REASON, quote);
                finished |= byteAt(value) == '"';
                givenUp |= isAt(value, GAVE_UP);
            }
            case 'u' -> usage |= byteAt(valueOf(USAGE, quote)) == '{';
            case 'e' -> {
                byte first = byteAt(valueOf(ERROR, quote));
                error |= first != 0 && first != 'n' && first != 'f';
            }
            case 'i' -> {
                byte first = byteAt(valueOf(INDEX, quote));
                firstIndex |= first == '0';
                otherIndex |= first != 0 && first != '0';
            }
            default -> {
                // none of the names
            }
        }
    }

    /** Where the value of the member begins whose name is at this place; the end when no such member is. */
    private int valueOf(byte[] name, int quote) {
        if (!isAt(quote, name)) {
            return to;
        }
        int colon = behindBlanks(quote + name.length);
        return byteAt(colon) == ':' ? behindBlanks(colon + 1) : to;
    }

    private boolean isAt(int index, byte[] text) {
        if (index + text.length > to) {
            return false;
        }
        for (int offset = 0; offset < text.length; offset++) {
            if (json[index + offset] != text[offset]) {
                return false;
            }
        }
        return true;
    }

    private int behindBlanks(int start) {
        int index = start;
        while (index < to && JsonBlank.isBlank(json[index])) {
            index++;
        }
        return index;
    }

    /** Zero at the end. */
    private byte byteAt(int index) {
        return index < to ? json[index] : 0;
    }

    /** Whether some choice has a finish reason. */
    boolean isFinished() {
        return finished;
    }

    /** Whether the finish reason of some choice says that the upstream had not the means to go on. */
    boolean isGivenUp() {
        return givenUp;
    }

    /** Whether an object {@code usage} stands somewhere. */
    boolean mayHaveUsage() {
        return usage;
    }

    /** Whether an {@code error} stands somewhere that is neither null nor false. */
    boolean mayHaveError() {
        return error;
    }

    /** Whether an {@code index} stands somewhere that is 0; a choice's, unless another one may stand there too. */
    boolean hasFirstIndex() {
        return firstIndex;
    }

    /** Whether an {@code index} stands somewhere that is not 0: of a choice, or of a call of a tool. */
    boolean mayHaveOtherIndex() {
        return otherIndex;
    }
}
