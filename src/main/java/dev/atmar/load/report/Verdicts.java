package dev.atmar.load.report;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Locale;

/** What a run showed of a condition, in a few words. */
public final class Verdicts {
    private Verdicts() {}

    /** {@code 512.5 ms}; or why there is no value; or nothing. */
    public static String ofThreshold(JsonObject threshold) {
        Double value = threshold.getDouble("value");
        if (value == null) {
            return threshold.getString("because", "");
        }
        String unit = threshold.getString("unit", "");
        return digits(value) + (unit.isEmpty() || unit.equals("/s") ? "" : " ") + unit;
    }

    /** {@code 1834.2 ms, kept by 98.3 %}. */
    public static String ofTerm(JsonObject term) {
        Double millis = term.getDouble("value_ms");
        Double share = term.getDouble("share");
        String kept = share == null ? "" : String.format(Locale.ROOT, "kept by %s %%", digits(share * 100));
        return millis == null || kept.isEmpty() ? kept : digits(millis) + " ms, " + kept;
    }

    private static String digits(double value) {
        BigDecimal rounded = BigDecimal.valueOf(Math.round(value * 1e3), 3).stripTrailingZeros();
        return rounded.toPlainString();
    }
}
