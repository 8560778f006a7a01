package dev.atmar.cli;

import java.util.Locale;

/** A time in milliseconds, as a person reads it. */
final class Millis {
    private Millis() {}

    /** {@code 0.25 ms}, {@code 13 ms}, {@code 1.30 s}; a dash where nothing was measured. */
    static String text(Double millis) {
        if (millis == null) {
            return "-";
        }
        if (millis >= 1000) {
            return String.format(Locale.ROOT, "%.2f s", millis / 1000);
        }
        return String.format(Locale.ROOT, millis < 10 ? "%.2f ms" : "%.0f ms", millis);
    }
}
