package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.IntCountsHistogram;

/**
 * What happened in one interval of a run. Histograms are in microseconds and of two digits, for there are hundreds of
 * them, and a chart shows no more.
 */
final class Interval {
    private static final int DIGITS = 2;

    /** Of the requests that were due here: a stall is seen by all who came into it. */
    final AbstractHistogram response = new IntCountsHistogram(DIGITS);

    final AbstractHistogram service = new IntCountsHistogram(DIGITS);
    final AbstractHistogram sendLag = new IntCountsHistogram(DIGITS);
    final Map<ErrorType, Long> errors = new EnumMap<>(ErrorType.class);

    private long started;
    private long ended;

    /** Nanoseconds from the beginnings, and from the ends, to the end of this interval, summed up. */
    private double sinceStarted;

    private double sinceEnded;

    void start(long untilEnd) {
        started++;
        sinceStarted += untilEnd;
    }

    void end(long untilEnd) {
        ended++;
        sinceEnded += untilEnd;
    }

    long started() {
        return started;
    }

    long ended() {
        return ended;
    }

    /**
     * How many were in flight here, as the mean over its time: exact, whatever was merged.
     *
     * @param before how many were when it began
     */
    double inFlight(long before, long length) {
        return before + (sinceStarted - sinceEnded) / length;
    }

    /**
     * Takes in what happened in the interval that follows it.
     *
     * @param length of each of the two
     */
    void absorb(Interval next, long length) {
        sinceStarted += (double) started * length + next.sinceStarted;
        sinceEnded += (double) ended * length + next.sinceEnded;
        started += next.started;
        ended += next.ended;
        response.add(next.response);
        service.add(next.service);
        sendLag.add(next.sendLag);
        next.errors.forEach((type, count) -> errors.merge(type, count, Long::sum));
    }
}
