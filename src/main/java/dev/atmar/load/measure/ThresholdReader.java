package dev.atmar.load.measure;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.measure.Threshold.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one condition: what it is about, an operator, and a limit in the unit of what it is about. */
final class ThresholdReader {
    private static final Pattern FORM = Pattern.compile("([a-z0-9_.]+)\\s*(>=|<=|>|<)\\s*([0-9.]+\\s*[a-z%/]*)");
    private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)\\s*(%|/s)?");
    private static final String INVALID = "invalid";
    private static final Map<String, Measure> TIMES = Map.of(
            "response", Measure.RESPONSE,
            "service", Measure.SERVICE,
            "first_byte", Measure.FIRST_BYTE,
            "send_lag", Measure.SEND_LAG,
            "ttft", Measure.TTFT,
            "ttft_service", Measure.TTFT_SERVICE,
            "itl", Measure.ITL,
            "tpot", Measure.TPOT);
    private static final String EXPECTED = " (expected: NUMBER OPERATOR LIMIT such as p99>500ms, ttft.p90>2s, max>10s,"
            + " mean>1s, errors>1%, errors.timeout>0, rate<100, goodput<95%, tokens_per_second<50, or invalid;"
            + " times of response, service, first_byte, send_lag, ttft, ttft_service, itl, tpot)";

    private final String field;
    private final String text;

    ThresholdReader(String field, String text) {
        this.field = field;
        this.text = text;
    }

    Threshold read() {
        if (text.equals(INVALID)) {
            return new Threshold(text, Quantity.doubts(), Operator.ABOVE, 0);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused("is no condition");
        }
        Operator operator = operator(form.group(2));
        String limit = form.group(3);
        return switch (form.group(1)) {
            case "rate" -> perSecond(Quantity.rate(), operator, limit);
            case "tokens_per_second" -> perSecond(Quantity.tokensPerSecond(), operator, limit);
            case "goodput" ->
                isPercent(limit)
                        ? percent(Quantity.goodShare(), operator, limit)
                        : perSecond(Quantity.goodRate(), operator, limit);
            default ->
                isErrors(form.group(1)) ? errors(form.group(1), operator, limit) : time(form.group(1), operator, limit);
        };
    }

    private static Operator operator(String sign) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.sign().equals(sign))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isErrors(String name) {
        return name.equals("errors") || name.startsWith("errors.");
    }

    private Threshold errors(String name, Operator operator, String limit) {
        ErrorType kind = name.equals("errors") ? null : kind(name.substring("errors.".length()));
        return isPercent(limit)
                ? percent(Quantity.errorShare(kind), operator, limit)
                : new Threshold(text, Quantity.errors(kind), operator, number(limit, null));
    }

    private ErrorType kind(String word) {
        return ErrorType.of(word)
                .orElseThrow(() -> ApiException.badRequest(
                        field,
                        "'" + OneLine.of(text) + "' names no kind of error (expected: errors."
                                + String.join(", errors.", ErrorType.words()) + ")"));
    }

    /** A bare statistic is one of the response time. */
    private Threshold time(String name, Operator operator, String limit) {
        int dot = name.indexOf('.');
        String head = dot < 0 ? "" : name.substring(0, dot);
        boolean named = TIMES.containsKey(head);
        Measure measure = named ? TIMES.get(head) : Measure.RESPONSE;
        Quantity quantity = statistic(measure, named ? name.substring(dot + 1) : name);
        long nanos = ShortTime.parse(limit).orElseThrow(() -> refused("has no time with us, ms, s or m as its limit"));
        return new Threshold(text, quantity, operator, Latency.millis(nanos));
    }

    private Quantity statistic(Measure measure, String word) {
        return switch (word) {
            case "max" -> Quantity.max(measure);
            case "mean" -> Quantity.mean(measure);
            default ->
                Percentile.parse(word)
                        .map(percentile -> Quantity.percentile(measure, percentile))
                        .orElseThrow(() -> refused("is about nothing that is measured"));
        };
    }

    private Threshold perSecond(Quantity quantity, Operator operator, String limit) {
        return new Threshold(text, quantity, operator, number(limit, "/s"));
    }

    private Threshold percent(Quantity quantity, Operator operator, String limit) {
        double percent = number(limit, "%");
        if (percent > 100) {
            throw refused("has a limit above 100%");
        }
        return new Threshold(text, quantity, operator, percent);
    }

    private static boolean isPercent(String limit) {
        return limit.endsWith("%");
    }

    /**
     * @param unit that may follow the number, or null
     */
    private double number(String limit, String unit) {
        Matcher number = NUMBER.matcher(limit.strip());
        if (!number.matches() || number.group(2) != null && !number.group(2).equals(unit)) {
            throw refused("has a limit that is no number" + (unit == null ? "" : " (" + unit + ")"));
        }
        return Double.parseDouble(number.group(1));
    }

    private ApiException refused(String why) {
        return ApiException.badRequest(field, "'" + OneLine.of(text) + "' " + why + EXPECTED);
    }
}
