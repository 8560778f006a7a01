package dev.atmar.load.measure;

import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.AbstractHistogram;

/**
 * A run over time, the warm-up included. It begins with intervals of 100 ms; where there would be more than 300,
 * neighbours are merged, so that a day takes no more room than half a minute. Response, service and send lag belong to
 * the interval in which the request was due, its end and its error to that in which it ended.
 */
final class Timeline {
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_INTERVALS = 300;

    private final long start;
    private long length = SHORTEST_NANOS;
    private final List<Interval> intervals = new ArrayList<>();

    Timeline(long start) {
        this.start = start;
    }

    void add(Sample sample) {
        Timings timings = sample.timings();
        make(timings.end());
        at(timings.started()).start(untilEnd(timings.started()));
        at(timings.end()).end(untilEnd(timings.end()));
        Interval due = at(timings.intended());
        if (timings.sending() != Sending.NEVER) {
            due.sendLag.recordValue(micros(timings.sendLag()));
        }
        if (sample.outcome().error() != null) {
            at(timings.end()).errors.merge(sample.outcome().error().type(), 1L, Long::sum);
            return;
        }
        due.response.recordValue(micros(timings.response()));
        due.service.recordValue(micros(timings.service()));
    }

    private static long micros(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos));
    }

    /** Room for what ends at this time: the latest of a request's times. */
    private void make(long time) {
        while (index(time) >= MOST_INTERVALS) {
            mergeNeighbours();
        }
        while (intervals.size() <= index(time)) {
            intervals.add(new Interval());
        }
    }

    private void mergeNeighbours() {
        for (int i = 0; 2 * i < intervals.size(); i++) {
            Interval first = intervals.get(2 * i);
            first.absorb(2 * i + 1 < intervals.size() ? intervals.get(2 * i + 1) : new Interval(), length);
            intervals.set(i, first);
        }
        intervals.subList((intervals.size() + 1) / 2, intervals.size()).clear();
        length *= 2;
    }

    private Interval at(long time) {
        return intervals.get((int) index(time));
    }

    private long index(long time) {
        return Math.max(0, time - start) / length;
    }

    private long untilEnd(long time) {
        return (index(time) + 1) * length - Math.max(0, time - start);
    }

    /**
     * Columns of equal length, a value for each interval: {@code {"interval_ms", "started", "ended", "errors": {KIND:
     * […]}, "in_flight", "response_ms": {"p50", "p90", "p99", "max"}, "service_ms", "send_lag_ms"}}. A time is null where
     * none was measured.
     */
    JsonObject toJson() {
        JsonObject kinds = new JsonObject();
        kinds().forEach(kind -> kinds.put(kind.word(), column(i -> i.errors.getOrDefault(kind, 0L))));
        return new JsonObject()
                .put("interval_ms", length / 1e6)
                .put("started", column(Interval::started))
                .put("ended", column(Interval::ended))
                .put("errors", kinds)
                .put("in_flight", inFlight())
                .put("response_ms", times(interval -> interval.response))
                .put("service_ms", times(interval -> interval.service))
                .put("send_lag_ms", times(interval -> interval.sendLag));
    }

    private Set<ErrorType> kinds() {
        Set<ErrorType> kinds = new TreeSet<>();
        intervals.forEach(interval -> kinds.addAll(interval.errors.keySet()));
        return kinds;
    }

    private JsonArray inFlight() {
        JsonArray column = new JsonArray();
        long before = 0;
        for (Interval interval : intervals) {
            column.add(Math.max(0, Math.round(interval.inFlight(before, length) * 1e3) / 1e3));
            before += interval.started() - interval.ended();
        }
        return column;
    }

    private JsonObject times(Function<Interval, AbstractHistogram> which) {
        return new JsonObject()
                .put("p50", times(which, micros -> micros.getValueAtPercentile(50)))
                .put("p90", times(which, micros -> micros.getValueAtPercentile(90)))
                .put("p99", times(which, micros -> micros.getValueAtPercentile(99)))
                .put("max", times(which, AbstractHistogram::getMaxValue));
    }

    private JsonArray times(Function<Interval, AbstractHistogram> which, ToDoubleFunction<AbstractHistogram> value) {
        return column(interval -> {
            AbstractHistogram micros = which.apply(interval);
            return micros.getTotalCount() == 0 ? null : Double.valueOf(value.applyAsDouble(micros) / 1e3);
        });
    }

    private JsonArray column(Function<Interval, Number> value) {
        return new JsonArray(intervals.stream().map(value).toList());
    }
}
