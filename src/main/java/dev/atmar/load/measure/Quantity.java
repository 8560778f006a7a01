package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * One number of a run that a condition is about.
 *
 * @param unit as results write it: {@code ms}, {@code %}, {@code /s}; empty for a mere count
 * @param value null when the run has no such number
 * @param missing why it may have none
 * @param needsSlo whether it has none without an objective
 */
record Quantity(String unit, Settled settled, Function<Measurements, Double> value, String missing, boolean needsSlo) {
    /** When it says enough of a run that still lasts to end it. */
    enum Settled {
        /** It only grows: once it is above a bound it stays there. */
        AT_ONCE,
        /** When enough requests ended. */
        WITH_ENOUGH_REQUESTS,
        /** When the rate has had time to come up, too. */
        AT_FULL_RATE,
        /** Only when the run has ended. */
        AT_THE_END
    }

    private static final String NO_REQUEST = "no request ended";
    private static final String NO_SLO = "there is no slo";

    private Quantity(String unit, Settled settled, Function<Measurements, Double> value, String missing) {
        this(unit, settled, value, missing, false);
    }

    private Quantity ofSlo() {
        return new Quantity(unit, settled, value, missing, true);
    }

    /** In milliseconds. */
    static Quantity percentile(Measure measure, double percentile) {
        return time(measure, Settled.WITH_ENOUGH_REQUESTS, times -> times.getValueAtPercentile(percentile));
    }

    /** In milliseconds. */
    static Quantity max(Measure measure) {
        return time(measure, Settled.AT_ONCE, Histogram::getMaxValue);
    }

    /** In milliseconds. */
    static Quantity mean(Measure measure) {
        return time(measure, Settled.WITH_ENOUGH_REQUESTS, times -> Math.round(times.getMean()));
    }

    private static Quantity time(Measure measure, Settled settled, Function<Histogram, Long> nanos) {
        Function<Measurements, Double> millis = measured -> {
            Histogram times = measured.of(measure);
            return times.getTotalCount() == 0 ? null : Double.valueOf(Latency.millis(nanos.apply(times)));
        };
        return new Quantity("ms", settled, millis, "no request has a time of this kind: " + measure.word());
    }

    /**
     * Failed requests. Those that the end of the run cut short are no failures, unless they are asked for by name.
     *
     * @param kind null: of all kinds
     */
    static Quantity errors(ErrorType kind) {
        return new Quantity(
                "", Settled.AT_ONCE, measured -> (double) measured.counts().errors(kind), "");
    }

    /** The same in percent of the requests. */
    static Quantity errorShare(ErrorType kind) {
        Function<Measurements, Double> share = measured -> {
            Counts counts = measured.counts();
            long all = kind == ErrorType.CANCELLED ? counts.requests() : counts.judged();
            return percent(counts.errors(kind), all);
        };
        return new Quantity("%", Settled.WITH_ENOUGH_REQUESTS, share, NO_REQUEST);
    }

    /** Requests that ended per second. */
    static Quantity rate() {
        return perSecond(measured -> measured.counts().requests(), "");
    }

    /** Requests that kept every term of the objective, per second. */
    static Quantity goodRate() {
        return perSecond(measured -> hasSlo(measured) ? measured.counts().good() : null, NO_SLO)
                .ofSlo();
    }

    /** The same in percent of the requests. */
    static Quantity goodShare() {
        Function<Measurements, Double> share = measured -> hasSlo(measured)
                ? percent(measured.counts().good(), measured.counts().judged())
                : null;
        return new Quantity("%", Settled.WITH_ENOUGH_REQUESTS, share, NO_REQUEST + ", or " + NO_SLO).ofSlo();
    }

    private static boolean hasSlo(Measurements measured) {
        return !measured.counts().kept().isEmpty();
    }

    private static Double percent(long part, long whole) {
        return whole == 0 ? null : Double.valueOf(100.0 * part / whole);
    }

    /** Of output, of all requests together. */
    static Quantity tokensPerSecond() {
        return perSecond(
                measured -> measured.counts().toldTokens() ? measured.counts().outputTokens() : null,
                "no answer told or streamed its tokens");
    }

    private static Quantity perSecond(Function<Measurements, Long> count, String missing) {
        Function<Measurements, Double> rate = measured -> {
            Long counted = count.apply(measured);
            return counted == null ? null : Double.valueOf(Summary.rate(counted, measured.elapsedMillis()));
        };
        return new Quantity("/s", Settled.AT_FULL_RATE, rate, missing);
    }

    /** Reasons why the figures are not the server's. */
    static Quantity doubts() {
        return new Quantity(
                "",
                Settled.AT_THE_END,
                measured -> (double) measured.circumstances().invalidBecause().size(),
                "");
    }

    Double of(Measurements measured) {
        return value.apply(measured);
    }
}
