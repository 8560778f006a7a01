package dev.atmar.cli;

import io.vertx.core.json.JsonObject;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads which part of a plan is meant, as people count: {@code 1/3}, {@code 2/3}, {@code 3/3}. */
final class Slices implements ITypeConverter<Slices.Part> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");
    private static final int MOST = 1000;

    /**
     * @param number from 1
     * @param of how many
     */
    record Part(int number, int of) {
        JsonObject toJson() {
            return new JsonObject().put("index", number - 1).put("of", of);
        }
    }

    @Override
    public Part convert(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches()) {
            Part part = new Part(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
            if (part.number() >= 1 && part.number() <= part.of() && part.of() <= MOST) {
                return part;
            }
        }
        throw new TypeConversionException(
                "value: " + text + " (expected: a part such as 1/3, 2/3 or 3/3, of at most " + MOST + ")");
    }
}
