package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Adds up the calls that count: histograms in nanoseconds, three digits, and failures by kind. */
public final class Recorder implements Samples {
    private static final Measure[] PER_ANSWER = {
        Measure.RESPONSE,
        Measure.SERVICE,
        Measure.FIRST_BYTE,
        Measure.TTFT,
        Measure.TTFT_SERVICE,
        Measure.ITL_MEAN,
        Measure.TPOT,
        Measure.TOKEN_RATE
    };

    private final Map<Measure, Histogram> histograms =
            Measurements.each(measure -> new Histogram(HistogramText.DIGITS));

    /** The send lag without the waits for a new connection, which the client alone does not answer for. */
    private final Histogram ownLag = new Histogram(HistogramText.DIGITS);

    private final Map<ErrorType, Long> errors = new EnumMap<>(ErrorType.class);
    private final GoodRequests good;
    private long requests;
    private long outputTokens;
    private long toldByUsage;
    private long toldByPieces;

    /**
     * @param slo what makes a good request, or null
     */
    public Recorder(Slo slo) {
        this.good = new GoodRequests(slo);
    }

    /** The warm-up's count in nothing. */
    @Override
    public void add(Sample sample) {
        if (!sample.warmup()) {
            record(sample.timings(), sample.outcome(), sample.seen().tokens());
        }
    }

    /**
     * @param tokens of the answer, or null
     */
    void record(Timings timings, Outcome outcome, Tokens tokens) {
        requests++;
        recordLag(timings);
        if (outcome.error() != null) {
            errors.merge(outcome.error().type(), 1L, Long::sum);
            return;
        }
        for (Measure measure : PER_ANSWER) {
            long value = measure.of(timings, tokens);
            if (value != Measure.NONE) {
                histograms.get(measure).recordValue(value);
            }
        }
        if (tokens != null) {
            count(tokens);
        }
        good.add(timings, tokens);
    }

    private void recordLag(Timings timings) {
        if (timings.sending() != Sending.NEVER) {
            histograms.get(Measure.SEND_LAG).recordValue(Measure.SEND_LAG.of(timings, null));
        }
        if (timings.sending() == Sending.ON_NEW_CONNECTION) {
            histograms.get(Measure.CONNECTION_WAIT).recordValue(Measure.CONNECTION_WAIT.of(timings, null));
        }
        if (timings.sending() == Sending.ON_OPEN_CONNECTION) {
            ownLag.recordValue(Measure.SEND_LAG.of(timings, null));
        }
    }

    private void count(Tokens tokens) {
        outputTokens += tokens.tokens();
        toldByUsage += tokens.toldByUsage() ? 1 : 0;
        toldByPieces += !tokens.toldByUsage() && tokens.pieces() > 0 ? 1 : 0;
        tokens.gaps().recordTo(histograms.get(Measure.ITL));
    }

    public long requests() {
        return requests;
    }

    public Latency service() {
        return Latency.of(histograms.get(Measure.SERVICE));
    }

    public Latency sendLag() {
        return Latency.of(histograms.get(Measure.SEND_LAG));
    }

    /** All so far; its histograms are those that are recorded to, and so to be read on the run's loop while it lasts. */
    public Measurements measurements(Span span, Circumstances circumstances) {
        Counts counts =
                new Counts(requests, errors, outputTokens, toldByUsage, toldByPieces, good.count(), good.kept());
        return new Measurements(histograms, counts, span, circumstances);
    }

    /** What the client could not do in time, as {@link Watchdog} says. */
    public List<String> doubts(Client client, long watchedMillis, Sendings sendings, Pace pace) {
        return Watchdog.doubts(ownLag, histograms.get(Measure.SERVICE), client, watchedMillis, sendings, pace);
    }
}
