package dev.atmar.http;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;

/** Which headers a caller may have sent to an upstream. */
public final class RequestHeaders {
    /** What a name is made of beside letters and digits (RFC 9110, 5.6.2). */
    private static final String TOKEN_MARKS = "!#$%&'*+.^_`|~-";

    private static final BitSet TOKEN = token();

    /** They belong to one connection, or to the framing of the body, and are the sender's own (RFC 9110, 7.6.1). */
    private static final Set<String> REFUSED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private RequestHeaders() {}

    /**
     * @param field that held the header, for the error
     * @throws ApiException 400 for a name that is no token or belongs to the connection, and for a value with control
     *     characters or beyond Latin-1, which would not be sent as it is
     */
    public static void require(String field, String name, String value) {
        if (!isToken(name)) {
            throw ApiException.badRequest(field, "a name that no header can have (expected: letters, digits, hyphens)");
        }
        if (REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
            throw ApiException.badRequest(field, name + " cannot be set (expected: no header of the connection)");
        }
        if (!isText(value)) {
            throw ApiException.badRequest(field, name + ": not sendable (expected: Latin-1 without line breaks)");
        }
    }

    /** Whether such a header, wherever it came from, can be sent on as it is. */
    public static boolean isSendable(String name, String value) {
        return isToken(name) && isText(value);
    }

    private static boolean isToken(String name) {
        for (int index = 0; index < name.length(); index++) {
            if (!TOKEN.get(name.charAt(index))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static BitSet token() {
        BitSet token = new BitSet(128);
        token.set('0', '9' + 1);
        token.set('A', 'Z' + 1);
        token.set('a', 'z' + 1);
        TOKEN_MARKS.chars().forEach(token::set);
        return token;
    }

    private static boolean isText(String value) {
        for (int index = 0; index < value.length(); index++) {
            if (!isText(value.charAt(index))) {
                return false;
            }
        }
        return true;
    }

    /** No control characters, and none that is longer than the byte it would be sent as. */
    private static boolean isText(char character) {
        return character == '\t' || character >= ' ' && character != 127 && character < 256;
    }
}
