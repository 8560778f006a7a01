package dev.atmar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Rates as they are written on the command line: {@code 50}, {@code 50/s}, {@code 300/m}, {@code 0.5}.
 *
 * @param perSecond requests per second, each more than none but those of a ramp
 */
record Rates(List<Double> perSecond) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(?:/([smh]))?");
    private static final int MOST = 1000;
    private static final String ONE = "requests per second such as 50, 0.5, 50/s or 300/m";

    Rates {
        perSecond = List.copyOf(perSecond);
    }

    /** One rate. */
    static final class One implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            double rate = rate(text, text, ONE);
            if (rate == 0) {
                throw refused(text, "more than 0, " + ONE);
            }
            return rate;
        }
    }

    /** Where a ramp begins and where it ends; it may begin or end at 0. */
    static final class Ramp implements ITypeConverter<Rates> {
        private static final String EXPECTED = "two rates such as 10..200, not both 0";

        @Override
        public Rates convert(String text) {
            String[] ends = text.split("\\.\\.", -1);
            if (ends.length != 2) {
                throw refused(text, EXPECTED);
            }
            double from = rate(text, ends[0], EXPECTED);
            double to = rate(text, ends[1], EXPECTED);
            if (from == 0 && to == 0) {
                throw refused(text, EXPECTED);
            }
            return new Rates(List.of(from, to));
        }
    }

    /** One rate after the other. */
    static final class Steps implements ITypeConverter<Rates> {
        private static final String EXPECTED = "rates such as 10,20,50, at most " + MOST + " of them, none 0";

        @Override
        public Rates convert(String text) {
            List<Double> rates = new ArrayList<>();
            for (String one : text.split(",", -1)) {
                rates.add(rate(text, one, EXPECTED));
            }
            if (rates.size() > MOST || rates.contains(0.0)) {
                throw refused(text, EXPECTED);
            }
            return new Rates(rates);
        }
    }

    private static double rate(String whole, String text, String expected) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused(whole, expected);
        }
        return Double.parseDouble(matcher.group(1)) / secondsOf(matcher.group(2));
    }

    private static double secondsOf(String unit) {
        return switch (unit == null ? "s" : unit) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
    }

    private static TypeConversionException refused(String text, String expected) {
        return new TypeConversionException("value: " + text + " (expected: " + expected + ")");
    }
}
