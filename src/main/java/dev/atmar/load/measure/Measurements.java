package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * All that a run measured, as a message: the summary is computed from it and from nothing else, so that slices of a plan
 * that were measured apart and merged give the summary of the whole. Histograms merge without loss, for all have three
 * digits from one nanosecond on. Nobody writes to them but the recorder they may belong to.
 *
 * @param histograms one for each measure
 */
public record Measurements(Map<Measure, Histogram> histograms, Counts counts, Span span, Circumstances circumstances) {

    /** Of a run that has measured nothing in that time. */
    public static Measurements none(Span span) {
        return new Measurements(
                each(measure -> new Histogram(HistogramText.DIGITS)), Counts.NONE, span, Circumstances.NONE);
    }

    static Map<Measure, Histogram> each(Function<Measure, Histogram> histogram) {
        Map<Measure, Histogram> all = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            all.put(measure, histogram.apply(measure));
        }
        return all;
    }

    Histogram of(Measure measure) {
        return histograms.get(measure);
    }

    public double elapsedMillis() {
        return span.millis();
    }

    /** The sum of both, which stay as they are. Both are of one plan, and so judged by the same objective. */
    public Measurements merge(Measurements other) {
        return new Measurements(
                each(measure -> sum(of(measure), other.of(measure))),
                counts.plus(other.counts),
                span.and(other.span),
                circumstances.and(other.circumstances));
    }

    private static Histogram sum(Histogram one, Histogram other) {
        Histogram sum = new Histogram(HistogramText.DIGITS);
        sum.add(one);
        sum.add(other);
        return sum;
    }

    /** The same, but that so many results more were not kept. */
    public Measurements withoutResults(long more) {
        return new Measurements(histograms, counts, span, circumstances.withoutResults(more));
    }

    /** {@code {"histograms": {"response": "…", …}, "counts", "span", "circumstances"}}. It takes some milliseconds. */
    public JsonObject toJson() {
        JsonObject texts = new JsonObject();
        histograms.forEach((measure, histogram) -> texts.put(measure.word(), HistogramText.write(histogram)));
        return new JsonObject()
                .put("histograms", texts)
                .put("counts", counts.toJson())
                .put("span", span.toJson())
                .put("circumstances", circumstances.toJson());
    }

    /**
     * @param json as above; what else is in it is passed over, so that a whole result can be given
     * @throws dev.atmar.http.ApiException 400 naming the field that is missing or wrong
     */
    public static Measurements fromJson(JsonObject json) {
        JsonFields fields = new JsonFields("", json);
        JsonFields texts = fields.inner("histograms");
        return new Measurements(
                each(measure -> HistogramText.read(texts, measure.word())),
                Counts.fromJson(fields.inner("counts")),
                Span.fromJson(fields.inner("span")),
                Circumstances.fromJson(fields.inner("circumstances")));
    }
}
