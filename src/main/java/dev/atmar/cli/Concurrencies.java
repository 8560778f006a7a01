package dev.atmar.cli;

import dev.atmar.batch.send.SendOptions.Concurrency;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 40}, {@code auto} and {@code auto:1000}. */
final class Concurrencies implements ITypeConverter<Concurrency> {
    private static final Pattern FORM = Pattern.compile("(?:(auto)(?::(\\d{1,6}))?)|(\\d{1,6})");
    private static final int MOST_FOUND = 300;
    private static final int MOST = 100_000;

    @Override
    public Concurrency convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            boolean auto = matcher.group(1) != null;
            String number = auto ? matcher.group(2) : matcher.group(3);
            int most = number == null ? MOST_FOUND : Integer.parseInt(number);
            if (most >= 1 && most <= MOST) {
                return new Concurrency(auto, most);
            }
        }
        throw new TypeConversionException(
                "value: " + text + " (expected: a whole number, 1 to " + MOST + ", auto, or auto:N)");
    }
}
