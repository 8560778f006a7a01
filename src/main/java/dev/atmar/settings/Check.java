package dev.atmar.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** The checks a settings record makes of its own fields; each throws {@link SettingsException}. */
final class Check {
    private Check() {}

    static <T> T present(String key, T value, String expected) {
        if (value == null) {
            throw new SettingsException(key, "missing (expected: " + expected + ")");
        }
        return value;
    }

    static String text(String key, String value) {
        if (present(key, value, "text").isBlank()) {
            throw new SettingsException(key, "value: \"\" (expected: text that is not blank)");
        }
        return value;
    }

    static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SettingsException(key, "value: " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    static void port(String key, int value) {
        between(key, value, 0, 65535);
    }

    /** A time in milliseconds: at least 1, at most a day. */
    static void millis(String key, long value) {
        between(key, value, 1, 86_400_000L);
    }

    /** An absolute http or https address without user info, query or fragment; its last slash is dropped. */
    static String baseUrl(String key, String value) {
        String expected = " (expected: http://… or https://…, without user info, query or fragment)";
        URI uri;
        try {
            uri = new URI(text(key, value));
        } catch (URISyntaxException e) {
            throw new SettingsException(key, "not a URL" + expected);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!web || !bare || uri.getHost() == null) {
            throw new SettingsException(key, "not a base URL" + expected);
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }
}
