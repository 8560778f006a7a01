package dev.atmar.http.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Characters of UTF-8 beyond ASCII: skipped, with overlong forms, surrogates and all else refused that RFC 3629 (4) does
 * not have. Two characters of three bytes, as Chinese has them, are looked at as one number.
 */
final class Utf8 {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Of two characters of three bytes, the bits that say that they are such, and what these bits are. */
    private static final long FORM_BITS = 0xC0C0F0_C0C0F0L;

    private static final long FORM = 0x8080E0_8080E0L;

    private final byte[] bytes;
    private final int to;

    Utf8(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
    }

    /**
     * Behind the characters of several bytes that stand here one after the other.
     *
     * @throws JsonFault when one is none
     */
    int skip(int start) {
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
        throw new JsonFault(Math.min(at, to));
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
            throw new JsonFault(Math.min(at, to));
        }
    }

    /** Zero behind the end. */
    private byte byteAt(int at) {
        return at < to ? bytes[at] : 0;
    }
}
