package dev.atmar.limit;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit that the words of a 429 name, as DeepSeek's do: the only place where an account's limit can be read. */
public final class StatedLimit {
    private static final Pattern WORDS = Pattern.compile("concurrency limit of (\\d{1,7})");

    private StatedLimit() {}

    public static OptionalInt in(String message) {
        Matcher limit = WORDS.matcher(message);
        return limit.find() ? OptionalInt.of(Integer.parseInt(limit.group(1))) : OptionalInt.empty();
    }
}
