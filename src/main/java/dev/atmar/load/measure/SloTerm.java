package dev.atmar.load.measure;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Tokens;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of an objective: {@code ttft<2s} or {@code p99<20s}.
 *
 * @param share of the requests that have to keep it, in percent; 100 where the term says none
 * @param nanos a request's time has to be below this
 */
record SloTerm(String text, Measure measure, double share, long nanos) {
    private static final Map<String, Measure> METRICS = Map.of(
            "ttft", Measure.TTFT,
            "ttft_service", Measure.TTFT_SERVICE,
            "itl", Measure.ITL_MEAN,
            "tpot", Measure.TPOT,
            "response", Measure.RESPONSE,
            "service", Measure.SERVICE,
            "first_byte", Measure.FIRST_BYTE);

    /** A metric, a percentile of the response time, or both with a dot between; and a time. */
    private static final Pattern FORM = Pattern.compile("(?:([a-z_]+)(?:\\.(p[0-9.]+))?|(p[0-9.]+))\\s*<\\s*(.+)");

    private static final String EXPECTED =
            " (expected: METRIC<TIME or pNN<TIME, METRIC one of ttft, ttft_service, itl, tpot, response, service, first_byte,"
                    + " TIME with us, ms, s or m: ttft<2s,p99<20s)";

    static SloTerm parse(String field, String text) {
        return read(text)
                .orElseThrow(() -> ApiException.badRequest(field, "'" + OneLine.of(text) + "' is no term" + EXPECTED));
    }

    private static Optional<SloTerm> read(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Measure measure = form.group(1) == null ? Measure.RESPONSE : METRICS.get(form.group(1));
        String percentile = form.group(2) == null ? form.group(3) : form.group(2);
        Optional<Double> share = percentile == null ? Optional.of(100.0) : Percentile.parse(percentile);
        Optional<Long> nanos = ShortTime.parse(form.group(4));
        return measure == null || share.isEmpty() || nanos.isEmpty()
                ? Optional.empty()
                : Optional.of(new SloTerm(text, measure, share.get(), nanos.get()));
    }

    /**
     * Whether a request that succeeded keeps it. One without a piece of content keeps none on tokens; with a single one
     * there is no gap, and no gap that is too long.
     */
    boolean isKept(Timings timings, Tokens tokens) {
        long value = measure.of(timings, tokens);
        return value == Measure.NONE ? isOfGaps() && Measure.isStreamed(tokens) : value < nanos;
    }

    private boolean isOfGaps() {
        return measure == Measure.ITL_MEAN || measure == Measure.TPOT;
    }
}
