package dev.atmar.load;

import dev.atmar.bus.Addresses;
import dev.atmar.load.call.ShownUrl;
import dev.atmar.load.measure.Circumstances;
import dev.atmar.load.measure.Client;
import dev.atmar.load.measure.ClientWatch;
import dev.atmar.load.measure.Details;
import dev.atmar.load.measure.EarlyAbort;
import dev.atmar.load.measure.Measurements;
import dev.atmar.load.measure.Pace;
import dev.atmar.load.measure.Recorder;
import dev.atmar.load.measure.Sample;
import dev.atmar.load.measure.Samples;
import dev.atmar.load.measure.Sendings;
import dev.atmar.load.measure.WallClock;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Everything that is made of a run's requests as they end: its sums, results, rows and charts. On the run's loop. */
final class Observations {
    private final Plan plan;
    private final long from;
    private final WallClock clock = WallClock.now();
    private final Recorder recorder;
    private final Sendings sendings;
    private final ResultList results;
    private final SampleStream stream;
    private final Details details;
    private final ClientWatch watch;
    private final EarlyAbort earlyAbort;
    private final List<Samples> all = new ArrayList<>();

    /**
     * @param room for answers, shared with other runs
     * @param start of the run, as all times here a {@code System.nanoTime()}
     * @param from when the warm-up ends
     * @param tickNanos between two ticks
     */
    Observations(
            String id,
            Vertx vertx,
            Plan plan,
            LoadSettings settings,
            KeptRuns room,
            long start,
            long from,
            long tickNanos) {
        this.plan = plan;
        this.from = from;
        this.recorder = new Recorder(plan.slo());
        this.sendings = new Sendings(plan.isOpen());
        this.results = new ResultList(plan, settings, room);
        this.stream = new SampleStream(
                id, start, plan.keep().samples(), batch -> vertx.eventBus().publish(Addresses.LOAD_SAMPLES, batch));
        this.details = plan.keep().details() ? new Details(shownUrl(plan), start) : null;
        this.watch = new ClientWatch(tickNanos, start, from);
        this.earlyAbort = new EarlyAbort(plan.abortEarly() ? plan.failIf() : List.of());
        all.addAll(List.of(recorder, sendings, results, stream));
        if (details != null) {
            all.add(details);
        }
    }

    private static String shownUrl(Plan plan) {
        long urls = plan.tasks().stream()
                .map(task -> task.target().url())
                .distinct()
                .count();
        return urls == 1 ? ShownUrl.of(plan.tasks().get(0).target().url()) : urls + " URLs";
    }

    void add(Sample sample) {
        all.forEach(samples -> samples.add(sample));
    }

    void tick(long now) {
        watch.tick(now);
        stream.tick(now);
    }

    /** The condition that came true and ends the run before its time; null: none did. */
    String abortReason(long now) {
        return earlyAbort.reason(recorder.measurements(clock.span(from, now), Circumstances.NONE));
    }

    /** Those who follow the requests are told that there are no more. */
    void end() {
        stream.end();
    }

    /** What the run says of itself, beside what was observed. */
    record Ending(
            long end,
            long done,
            long notSent,
            int peakInFlight,
            long connectionsOpened,
            boolean cancelled,
            String abortedBecause) {}

    RunResult result(Ending ending) {
        long now = System.nanoTime();
        Client client = watch.client(now, ending.connectionsOpened());
        Pace pace = sendings.pace(ending.notSent());
        Measurements measured = recorder.measurements(
                clock.span(from, ending.end()),
                new Circumstances(
                        ending.peakInFlight(),
                        plan.slotsOfSlice(),
                        ending.done() - recorder.requests(),
                        results.notKept(),
                        ending.cancelled(),
                        ending.abortedBecause(),
                        pace,
                        client,
                        recorder.doubts(client, watch.watchedMillis(now), sendings, pace)));
        JsonObject charts = details == null ? new JsonObject() : details.toJson();
        return RunResult.of(results.toList(), measured, plan, charts);
    }
}
