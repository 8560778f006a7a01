package dev.atmar.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** The address below which a server's routes are, e.g. {@code https://api.deepseek.com/v1}. */
public final class BaseUrl {
    private static final String EXPECTED = " (expected: http://… or https://…, without user info, query or fragment)";

    private BaseUrl() {}

    /**
     * The address of a server that listens at a host and a port.
     *
     * @param host a name or an address; one of IPv6 is put into brackets (RFC 3986, section 3.2.2)
     */
    public static String of(String scheme, String host, int port) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * The address without its last slash.
     *
     * @param key of the setting, for the message
     * @throws SettingsException when it is not absolute, not http or https, or has user info, a query or a fragment
     */
    public static String check(String key, String value) {
        URI uri;
        try {
            uri = new URI(Check.text(key, value));
        } catch (URISyntaxException e) {
            throw new SettingsException(key, "not a URL" + EXPECTED);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!web || !bare || uri.getHost() == null) {
            throw new SettingsException(key, "not a base URL" + EXPECTED);
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }
}
