package dev.atmar.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 500ms}, {@code 10s}, {@code 2m} and {@code 1h}; more than nothing, at most a day. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");
    private static final double LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            double millis = Double.parseDouble(matcher.group(1)) * millisOf(matcher.group(2));
            if (millis >= 1 && millis <= LONGEST_MILLIS) {
                return Duration.ofMillis(Math.round(millis));
            }
        }
        throw new TypeConversionException(
                "value: " + text + " (expected: a time such as 500ms, 10s, 2m or 1h, at most 24h)");
    }

    private static double millisOf(String unit) {
        return switch (unit) {
            case "ms" -> 1;
            case "s" -> 1000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
    }
}
