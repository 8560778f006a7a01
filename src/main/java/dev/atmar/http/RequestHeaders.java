package dev.atmar.http;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which headers a caller may have sent to an upstream. */
public final class RequestHeaders {
    /** RFC 9110, 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

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
        if (!TOKEN.matcher(name).matches()) {
            throw ApiException.badRequest(field, "a name that no header can have (expected: letters, digits, hyphens)");
        }
        if (REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
            throw ApiException.badRequest(field, name + " cannot be set (expected: no header of the connection)");
        }
        if (!value.chars().allMatch(RequestHeaders::isText)) {
            throw ApiException.badRequest(field, name + ": not sendable (expected: Latin-1 without line breaks)");
        }
    }

    /** Whether such a header, wherever it came from, can be sent on as it is. */
    public static boolean isSendable(String name, String value) {
        return TOKEN.matcher(name).matches() && value.chars().allMatch(RequestHeaders::isText);
    }

    /** No control characters, and none that is longer than the byte it would be sent as. */
    private static boolean isText(int character) {
        return character == '\t' || character >= ' ' && character != 127 && character < 256;
    }
}
