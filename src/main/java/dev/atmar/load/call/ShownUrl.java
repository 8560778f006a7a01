package dev.atmar.load.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A URL as reports may show it: without user info, and without the values of its query, either of which may be a key. */
public final class ShownUrl {
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*:/{0,2})[^/?#]*@");
    private static final Pattern VALUE = Pattern.compile("=[^&;]*");
    private static final String HIDDEN = "=…";

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://\\S+");

    private ShownUrl() {}

    /** A text in which there may be URLs. */
    public static String in(String text) {
        return URL.matcher(text).replaceAll(url -> Matcher.quoteReplacement(of(url.group())));
    }

    public static String of(String url) {
        String bare = USER_INFO.matcher(url).replaceFirst("$1");
        int fragment = bare.indexOf('#');
        bare = fragment < 0 ? bare : bare.substring(0, fragment);
        int query = bare.indexOf('?');
        return query < 0 ? bare : bare.substring(0, query) + shown(bare.substring(query));
    }

    /** A parameter without a value may be a key as well as a name: then nothing of the query is shown. */
    private static String shown(String query) {
        boolean named = Pattern.matches("\\?([^&;=]+=[^&;]*([&;]|$))+", query);
        return named ? VALUE.matcher(query).replaceAll(HIDDEN) : "?…";
    }
}
