package dev.atmar.relay.account;

import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An upstream key in the hands of one call, which says what became of it. It lives as long as the call, and prints
 * {@code ***}.
 */
public final class Key {
    private static final String MASK = "***";

    private final String text;
    private final Bench.Use own;
    private final Bench.Use balance;

    Key(String text, Bench.Use own, Bench.Use balance) {
        this.text = text;
        this.own = own;
        this.balance = balance;
    }

    /** Whether a header can hold it: visible ASCII. A line break in it would be a header of somebody's making. */
    public static boolean isSendable(String text) {
        return text.chars().allMatch(character -> character > ' ' && character < 127);
    }

    /** A caller's own key: what becomes of it is the caller's to know, and is not remembered. */
    public static Key ofCaller(String text) {
        return unremembered(text);
    }

    /** A key for a call of which nothing is noted, whosever it is. */
    static Key unremembered(String text) {
        Bench nobodys = Bench.ofNobody();
        return new Key(text, nobodys.use(), nobodys.use());
    }

    /** The value of the header {@code authorization}. */
    public String authorization() {
        return "Bearer " + text;
    }

    /** The text without the key, as it is or as JSON or a URL would hold it. */
    public String mask(String said) {
        return said.replace(text, MASK)
                .replace(text.replace("\\", "\\\\").replace("\"", "\\\""), MASK)
                .replace(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"), MASK)
                .replace(URLEncoder.encode(text, StandardCharsets.UTF_8), MASK);
    }

    /** Takes out what names the key. */
    public void hideFrom(MultiMap headers) {
        List<String> naming = new ArrayList<>(0);
        for (Map.Entry<String, String> header : headers) {
            if (header.getValue().contains(text)) {
                naming.add(header.getKey());
            }
        }
        naming.forEach(headers::remove);
    }

    /** The answer was neither 401 nor 402: the key and its account are fit again. */
    public void accepted() {
        own.accepted();
        balance.accepted();
    }

    /** 401: the key rests. */
    public void unauthorized() {
        own.failed();
    }

    /** 402: the whole account rests. */
    public void withoutBalance() {
        balance.failed();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
