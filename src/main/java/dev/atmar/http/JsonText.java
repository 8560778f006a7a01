package dev.atmar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The strings of JSON: skipped, with all that RFC 8259 (7) and RFC 3629 (4) forbid refused, or decoded. Eight bytes are
 * looked at as one number, and two characters of three bytes, as Chinese has them, as another.
 */
final class JsonText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x80 * ONES;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** Of two characters of three bytes, the bits that say that they are such, and what these bits are. */
    private static final long FORM_BITS = 0xC0C0F0_C0C0F0L;

    private static final long FORM = 0x8080E0_8080E0L;

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
    private final int from;
    private final int to;

    /**
     * @param from where the bytes begin, for the place of a fault
     */
    JsonText(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
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
                at = beyondAscii(at);
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

    /** Behind the characters of several bytes that stand here one after the other. */
    private int beyondAscii(int start) {
        int at = start;
        while (true) {
            while (at <= to - 8 && isPair((long) EIGHT.get(bytes, at))) {
                at += 6;
            }
            if (byteAt(at) >= 0) {
                return at;
            }
            at = character(at);
        }
    }

    private static boolean isPair(long eight) {
        return (eight & FORM_BITS) == FORM && !isBounded((int) eight) && !isBounded((int) (eight >>> 24));
    }

    /** Whether the second byte has narrower bounds: 0xE0 begins overlong forms, 0xED surrogates. */
    private static boolean isBounded(int lead) {
        return (lead & 0xF) == 0 || (lead & 0xF) == 0xD;
    }

    private int character(int at) {
        int lead = bytes[at] & 0xFF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            return continued(at + 1, 1);
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            requireWithin(at + 1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
            return continued(at + 1, 2);
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            requireWithin(at + 1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
            return continued(at + 1, 3);
        }
        throw fault(at);
    }

    private int continued(int start, int count) {
        for (int at = start; at < start + count; at++) {
            requireWithin(at, 0x80, 0xBF);
        }
        return start + count;
    }

    private void requireWithin(int at, int least, int most) {
        int value = byteAt(at) & 0xFF;
        if (value < least || value > most) {
            throw fault(at);
        }
    }

    /** Zero, which no string may hold, behind the end. */
    private byte byteAt(int at) {
        return at < to ? bytes[at] : 0;
    }

    private JsonFault fault(int at) {
        return new JsonFault(bytes, from, Math.min(at, to));
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
