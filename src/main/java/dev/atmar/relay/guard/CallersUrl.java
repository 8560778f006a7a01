package dev.atmar.relay.guard;

import dev.atmar.http.ApiException;
import dev.atmar.http.WebAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A caller's URL, of which there is no doubt where it leads. What {@link java.net.URI} (RFC 2396) and the WHATWG URL
 * rules read differently, or repair, is refused: whoever looks at such a URL may see another host than whoever calls it.
 *
 * @param address to be called
 * @param host of the address, read strictly
 */
record CallersUrl(WebAddress address, Host host) {
    private static final Pattern PARTS = Pattern.compile("(?i:https?)://([^/?#]+)([/?#].*)?");
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z.-]+)(:\\d+)?");
    private static final String EXPECTED = " (expected: http://HOST[:PORT]/PATH or https://…)";

    /**
     * @param field that held the URL, for the error
     * @throws ApiException 400
     */
    static CallersUrl of(String field, String url) {
        if (url.chars().anyMatch(character -> character <= ' ' || character == 127 || character == '\\')) {
            throw ApiException.badRequest(field, "blanks, control characters or backslashes" + EXPECTED);
        }
        Matcher parts = PARTS.matcher(url);
        if (!parts.matches()) {
            throw ApiException.badRequest(field, "not a URL that can be called" + EXPECTED);
        }
        if (parts.group(1).indexOf('@') >= 0) {
            throw ApiException.badRequest(field, "user info" + EXPECTED);
        }
        Matcher authority = AUTHORITY.matcher(parts.group(1));
        if (!authority.matches()) {
            throw ApiException.badRequest(field, "the host or the port cannot be read (expected: ASCII, no escapes)");
        }
        Host host = Host.of(field, authority.group(1));
        WebAddress address = WebAddress.of(field, url);
        if (!address.host().equalsIgnoreCase(authority.group(1))) {
            throw ApiException.badRequest(field, "the host can be read in two ways" + EXPECTED);
        }
        return new CallersUrl(address, host);
    }
}
