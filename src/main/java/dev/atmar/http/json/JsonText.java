package dev.atmar.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The strings of JSON: skipped, with all that RFC 8259 (7) forbids refused, or decoded. Eight bytes are looked at as one
 * number.
 */
final class JsonText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** What may follow a backslash, but for {@code u}. */
    private static final boolean[] ESCAPED = new boolean[128];

    static {
        for (char letter : "\"\\/bfnrt".toCharArray()) {
            ESCAPED[letter] = true;
        }
    }

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] bytes;
    private final int to;
    private final Utf8 utf8;

    JsonText(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
        this.utf8 = new Utf8(bytes, to);
    }

    /**
     * Where a string ends, behind its last quote.
     *
     * @param start behind its first quote
     * @throws JsonFault when it does not end, or holds what a string must not
     */
    int skip(int start) {
        int at = start;
        while (true) {
            at = plain(at);
            byte next = byteAt(at);
            if (next == '"') {
                return at + 1;
            }
            if (next == '\\') {
                at = escape(at + 1);
            } else if (next < 0) {
                at = utf8.skip(at);
            } else {
                throw fault(at);
            }
        }
    }

    /**
     * Behind the ASCII that needs no look. Of a byte below 0x80, the subtractions set the high bit if it is a quote, a
     * backslash or a control, and the lowest high bit is right: what a subtraction borrows, it borrows from above.
     */
    private int plain(int start) {
        int at = start;
        for (; at <= to - 8; at += 8) {
            long eight = (long) EIGHT.get(bytes, at);
            long special = ((eight ^ QUOTES) - ONES) | ((eight ^ BACKSLASHES) - ONES) | (eight - SPACES) | eight;
            long found = special & HIGH_BITS;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
            at++;
        }
        return at;
    }

    private int escape(int at) {
        byte escaped = byteAt(at);
        if (escaped != 'u') {
            if (escaped < 0 || !ESCAPED[escaped]) {
                throw fault(at);
            }
            return at + 1;
        }
        for (int digit = at + 1; digit <= at + 4; digit++) {
            if (!isHex(byteAt(digit))) {
                throw fault(digit);
            }
        }
        return at + 5;
    }

    private static boolean isHex(int letter) {
        return letter >= '0' && letter <= '9' || (letter | 0x20) >= 'a' && (letter | 0x20) <= 'f';
    }

    /** Zero, which no string may hold, behind the end. */
    private byte byteAt(int at) {
        return at < to ? bytes[at] : 0;
    }

    private JsonFault fault(int at) {
        return new JsonFault(Math.min(at, to));
    }

    /**
     * What a string says that has been skipped without a fault.
     *
     * @param start at its first quote
     * @param end behind its last one
     */
    static String decode(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\\') {
                return unescape(bytes, start, end);
            }
        }
        return new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private static String unescape(byte[] bytes, int start, int end) {
        try (JsonParser parser = FACTORY.createParser(bytes, start, end - start)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException("a string that was skipped cannot be read", e);
        }
    }
}
