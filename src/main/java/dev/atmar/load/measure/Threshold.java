package dev.atmar.load.measure;

import dev.atmar.http.ApiException;
import io.vertx.core.json.JsonObject;

/**
 * A condition under which a run has failed, e.g. {@code p99>500ms} or {@code errors>1%}. One on a number that the run
 * does not have, say the p99 of none that succeeded, has come true: that it is well was not shown.
 *
 * @param limit in the quantity's unit
 */
public record Threshold(String text, Quantity quantity, Operator operator, double limit) {
    /** How the number compares with the limit. */
    enum Operator {
        ABOVE(">"),
        AT_LEAST(">="),
        BELOW("<"),
        AT_MOST("<=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean holds(double value, double limit) {
            return switch (this) {
                case ABOVE -> value > limit;
                case AT_LEAST -> value >= limit;
                case BELOW -> value < limit;
                case AT_MOST -> value <= limit;
            };
        }

        /** Whether more of the same makes it true, and never false again. */
        boolean isUpward() {
            return this == ABOVE || this == AT_LEAST;
        }
    }

    /**
     * What came of a condition.
     *
     * @param value null when the run has no such number
     * @param because why it has none; else null
     */
    public record Verdict(String condition, Double value, String unit, boolean breached, String because) {
        JsonObject toJson() {
            return new JsonObject()
                    .put("condition", condition)
                    .put("value", value)
                    .put("unit", unit)
                    .put("breached", breached)
                    .put("because", because);
        }
    }

    /**
     * @param field the name of the field that held the text, for the complaint
     * @throws ApiException 400 when it is no such condition
     */
    public static Threshold parse(String field, String text) {
        return new ThresholdReader(field, text.strip()).read();
    }

    /** Whether it asks how many requests kept the objective, and so for one. */
    public boolean needsSlo() {
        return quantity.needsSlo();
    }

    Verdict judge(Measurements measured) {
        Double value = quantity.of(measured);
        return value == null
                ? new Verdict(text, null, quantity.unit(), true, quantity.missing())
                : new Verdict(text, rounded(value), quantity.unit(), operator.holds(value, limit), null);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }

    /** Two are the same when they say the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Threshold threshold && threshold.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
