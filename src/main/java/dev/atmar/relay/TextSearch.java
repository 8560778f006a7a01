package dev.atmar.relay;

import dev.atmar.http.json.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Looks for one text in many bytes, of which it sees few: where the byte under the text's end is none of its own, it goes
 * on by the text's whole length (Horspool).
 */
final class TextSearch {
    private final byte[] text;

    /** How far the text may be moved on, by the byte that stands under its end. */
    private final int[] steps = new int[256];

    /**
     * @param ascii not empty
     */
    TextSearch(String ascii) {
        text = ascii.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(steps, text.length);
        for (int index = 0; index < text.length - 1; index++) {
            steps[text[index]] = text.length - 1 - index;
        }
    }

    boolean isIn(Bytes bytes) {
        byte[] array = bytes.array();
        int last = text.length - 1;
        for (int at = bytes.from() + last; at < bytes.to(); at += steps[array[at] & 0xFF]) {
            if (array[at] == text[last] && Arrays.equals(array, at - last, at, text, 0, last)) {
                return true;
            }
        }
        return false;
    }
}
