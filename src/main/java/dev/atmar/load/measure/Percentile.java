package dev.atmar.load.measure;

import java.util.Optional;
import java.util.regex.Pattern;

/** Percentiles as they are written: {@code p50}, {@code p99.9}; without the dot too, as in JSON, {@code p999}. */
final class Percentile {
    private static final Pattern FORM = Pattern.compile("p(100|[0-9]{1,2})(\\.[0-9]{1,6})?|p99(9{1,6})");

    private Percentile() {}

    /** More than 0, at most 100; empty when it is none. */
    static Optional<Double> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        String digits = text.substring(1);
        boolean isShort = digits.length() > 2 && !digits.contains(".") && !digits.equals("100");
        double percentile = Double.parseDouble(isShort ? "99." + digits.substring(2) : digits);
        return percentile > 0 && percentile <= 100 ? Optional.of(percentile) : Optional.empty();
    }
}
