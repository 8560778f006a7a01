package dev.atmar.load.measure;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the charts of a run are drawn from: it over time, single requests, and the hops its answers told of. It takes no
 * more room for a day than for a minute.
 */
public final class Details implements Samples {
    private final String url;
    private final long start;
    private final Instant began = Instant.now();
    private final Timeline timeline;
    private final TaskSpans spans = new TaskSpans();
    private final Hops hops = new Hops();

    /**
     * @param url of what is called, as it may be shown
     * @param start of the run, a {@code System.nanoTime()} of just now
     */
    public Details(String url, long start) {
        this.url = url;
        this.start = start;
        this.timeline = new Timeline(start);
    }

    /** The warm-up is in the timeline only. */
    @Override
    public void add(Sample sample) {
        timeline.add(sample);
        if (!sample.warmup()) {
            List<Hop> told = ServerTimings.read(sample.seen().serverTiming());
            spans.add(sample, told);
            hops.add(told);
        }
    }

    /** {@code {"url", "started_at", "timeline", "tasks", "slowest", "hops"}}; once the run has ended. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("url", url)
                .put("started_at", began.truncatedTo(ChronoUnit.MILLIS).toString())
                .put("timeline", timeline.toJson())
                .put("tasks", spans.first(start))
                .put("slowest", spans.slowest(start))
                .put("hops", hops.toJson());
    }
}
