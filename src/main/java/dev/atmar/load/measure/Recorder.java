package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Adds up the calls that count: histograms in nanoseconds, three digits, and failures by kind. */
public final class Recorder implements Samples {
    private static final int DIGITS = 3;
    private static final long LAG_ALLOWED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long STALL_ALLOWED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Histogram response = new Histogram(DIGITS);
    private final Histogram service = new Histogram(DIGITS);
    private final Histogram firstByte = new Histogram(DIGITS);
    private final Histogram sendLag = new Histogram(DIGITS);

    /** The send lag without the waits for a new connection, which the client alone does not answer for. */
    private final Histogram ownLag = new Histogram(DIGITS);

    private final Map<ErrorType, Long> errors = new EnumMap<>(ErrorType.class);
    private long requests;

    /** The warm-up's count in nothing. */
    @Override
    public void add(Sample sample) {
        if (!sample.warmup()) {
            record(sample.timings(), sample.outcome());
        }
    }

    void record(Timings timings, Outcome outcome) {
        requests++;
        if (timings.sending() != Sending.NEVER) {
            sendLag.recordValue(timings.sendLag());
        }
        if (timings.sending() == Sending.ON_OPEN_CONNECTION) {
            ownLag.recordValue(timings.sendLag());
        }
        if (outcome.error() != null) {
            errors.merge(outcome.error().type(), 1L, Long::sum);
            return;
        }
        response.recordValue(timings.response());
        service.recordValue(timings.service());
        firstByte.recordValue(timings.untilFirstByte());
    }

    public long requests() {
        return requests;
    }

    public Map<ErrorType, Long> errors() {
        return Collections.unmodifiableMap(new EnumMap<>(errors));
    }

    public Latency response() {
        return Latency.of(response);
    }

    public Latency service() {
        return Latency.of(service);
    }

    public Latency firstByte() {
        return Latency.of(firstByte);
    }

    public Latency sendLag() {
        return Latency.of(sendLag);
    }

    /**
     * Measured, not supposed: what the client could not do in time.
     *
     * @param stallNanos the longest the event loop was late
     */
    public List<String> doubts(long stallNanos) {
        List<String> doubts = new ArrayList<>();
        long lag = ownLag.getValueAtPercentile(99);
        long allowed = Math.max(LAG_ALLOWED_NANOS, service.getValueAtPercentile(50) / 10);
        if (lag > allowed) {
            doubts.add("the client was the bottleneck: of the requests one in a hundred was sent " + Latency.millis(lag)
                    + " ms late or more (allowed: " + Latency.millis(allowed) + ")");
        }
        if (stallNanos > STALL_ALLOWED_NANOS) {
            doubts.add("the client was the bottleneck: its event loop stood still for " + Latency.millis(stallNanos)
                    + " ms (allowed: " + Latency.millis(STALL_ALLOWED_NANOS) + ")");
        }
        return List.copyOf(doubts);
    }
}
