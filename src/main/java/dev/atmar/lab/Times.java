package dev.atmar.lab;

import java.util.Locale;

/** Times as people read them, in at most seven characters. */
final class Times {
    private Times() {}

    /** {@code 1.4 ms}, {@code 105 ms}, {@code 5.01 s}, {@code 150.2 s}, {@code 2.5 h}. */
    static String text(double millis) {
        if (millis < 9.95) {
            return format("%.1f ms", millis);
        }
        if (millis < 999.5) {
            return format("%.0f ms", millis);
        }
        if (millis < 99_995) {
            return format("%.2f s", millis / 1000);
        }
        return millis < 9_999_950 ? format("%.1f s", millis / 1000) : format("%.1f h", millis / 3_600_000);
    }

    /** {@code 30.0x}: so many sleeps in a row. */
    static String sleeps(double sleeps) {
        return format(sleeps < 999.95 ? "%.1fx" : "%.0fx", sleeps);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
