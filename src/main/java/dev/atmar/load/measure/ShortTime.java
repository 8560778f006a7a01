package dev.atmar.load.measure;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as a condition writes it: {@code 250us}, {@code 1.5s}. */
final class ShortTime {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)\\s*(us|ms|s|m)");
    private static final Map<String, Long> NANOS = Map.of(
            "us", TimeUnit.MICROSECONDS.toNanos(1),
            "ms", TimeUnit.MILLISECONDS.toNanos(1),
            "s", TimeUnit.SECONDS.toNanos(1),
            "m", TimeUnit.MINUTES.toNanos(1));

    private ShortTime() {}

    /** In nanoseconds; empty when it is none. */
    static Optional<Long> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(Math.round(Double.parseDouble(form.group(1)) * NANOS.get(form.group(2))))
                : Optional.empty();
    }
}
