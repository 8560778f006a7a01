package dev.atmar.load.report;

import java.util.Locale;

/** Numbers as a sentence has them. */
final class Figures {
    private Figures() {}

    /** With three digits and the unit that suits: {@code 0.85 ms}, {@code 12.3 ms}, {@code 1.23 s}. */
    static String time(double millis) {
        return millis >= 1000 ? digits(millis / 1000) + " s" : digits(millis) + " ms";
    }

    static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%,d", Math.round(value));
    }

    /** {@code 1 request}, {@code 30 requests}. */
    static String of(double count, String noun) {
        return count(count) + " " + noun + (Math.round(count) == 1 ? "" : "s");
    }
}
