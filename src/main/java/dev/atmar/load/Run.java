package dev.atmar.load;

import dev.atmar.bus.Addresses;
import dev.atmar.load.Progress.State;
import dev.atmar.load.call.Call;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.CallOptions;
import dev.atmar.load.call.Calls;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.InFlight;
import dev.atmar.load.call.ShownUrl;
import dev.atmar.load.measure.Circumstances;
import dev.atmar.load.measure.Details;
import dev.atmar.load.measure.EarlyAbort;
import dev.atmar.load.measure.Latency;
import dev.atmar.load.measure.LoopLag;
import dev.atmar.load.measure.Measurements;
import dev.atmar.load.measure.Recorder;
import dev.atmar.load.measure.Sample;
import dev.atmar.load.measure.Samples;
import dev.atmar.load.measure.Summary;
import dev.atmar.load.measure.WallClock;
import dev.atmar.load.plan.Plan;
import dev.atmar.load.plan.TaskSource;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plan being carried out. It belongs to the event loop on which it was begun. Calls that fail at once neither deepen
 * the stack nor hold the loop, which is given back every other millisecond.
 */
final class Run {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final long TICK_MILLIS = 10;
    private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How long one turn may go on beginning calls. */
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String id;
    private final Vertx vertx;
    private final Plan plan;
    private final Consumer<Progress> listener;
    private final Promise<RunResult> result = Promise.promise();
    private final Calls calls;
    private final long start;
    private final TaskSource source;
    private final Slots slots;
    private final WallClock clock = WallClock.now();
    private final Recorder recorder;
    private final EarlyAbort earlyAbort;
    private final ResultList results;
    private final InFlight inFlight;
    private final LoopLag lag;
    private final SampleStream stream;
    private final Details details;
    private final List<Samples> listeners;

    private State state = State.RUNNING;
    private boolean filling;
    private boolean fillingSoon;
    private boolean cancelled;
    private String abortedBecause;
    private long done;
    private long errors;
    private long published;
    private long end;
    private long timer;

    /**
     * @param room for answers, shared with other runs
     * @param listener is told the progress four times a second, and once at the end
     */
    Run(String id, Vertx vertx, Plan plan, LoadSettings settings, KeptRuns room, Consumer<Progress> listener) {
        this.id = id;
        this.vertx = vertx;
        this.plan = plan;
        this.listener = listener;
        this.calls = new Calls(vertx, options(plan, settings));
        this.start = System.nanoTime();
        this.published = start;
        this.end = start;
        this.source = new TaskSource(plan, start);
        this.slots = new Slots(plan.arrivals().most(), start);
        this.inFlight = new InFlight(plan.timeoutMillis());
        this.recorder = new Recorder(plan.slo());
        this.earlyAbort = new EarlyAbort(plan.abortEarly() ? plan.failIf() : List.of());
        this.results = new ResultList(plan, settings, room);
        this.lag = new LoopLag(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), start, source.warmupEnds());
        this.stream = new SampleStream(
                id, start, plan.keep().samples(), batch -> vertx.eventBus().publish(Addresses.LOAD_SAMPLES, batch));
        this.details = plan.keep().details() ? new Details(shownUrl(plan), start) : null;
        this.listeners =
                details == null ? List.of(recorder, results, stream) : List.of(recorder, results, stream, details);
    }

    private static String shownUrl(Plan plan) {
        long urls = plan.tasks().stream()
                .map(task -> task.target().url())
                .distinct()
                .count();
        return urls == 1 ? ShownUrl.of(plan.tasks().get(0).target().url()) : urls + " URLs";
    }

    private static CallOptions options(Plan plan, LoadSettings settings) {
        return new CallOptions(
                plan.method(),
                plan.headers(),
                plan.body(),
                plan.timeoutMillis(),
                plan.arrivals().most(),
                settings.maxAnswerBytes());
    }

    void begin() {
        timer = vertx.setPeriodic(TICK_MILLIS, this::tick);
        fill();
    }

    /** Takes every free slot that there is a task for. Called within itself, by a call that fails at once, it returns. */
    private void fill() {
        if (filling || state != State.RUNNING) {
            return;
        }
        filling = true;
        long turnEnds = System.nanoTime() + TURN_NANOS;
        while (canCall() && System.nanoTime() - turnEnds < 0) {
            call();
        }
        filling = false;
        if (canCall()) {
            fillSoon();
        } else if (inFlight.size() == 0) {
            finish();
        }
    }

    private boolean canCall() {
        return slots.anyFree() && source.hasNext(System.nanoTime());
    }

    private void call() {
        long intended = slots.take();
        long sequence = source.taken();
        Call call = new Call(sequence, source.next(intended), plan.expect(), intended, this::ended);
        inFlight.add(call);
        calls.make(call);
    }

    /** A timer and not {@code runOnContext}: Netty runs what is queued for a second before it looks at its sockets. */
    private void fillSoon() {
        if (!fillingSoon) {
            fillingSoon = true;
            vertx.setTimer(1, turn -> {
                fillingSoon = false;
                fill();
            });
        }
    }

    private void ended(Call call) {
        inFlight.remove(call);
        slots.release(call.timings().end());
        end = call.timings().end();
        done++;
        errors += call.outcome().error() == null ? 0 : 1;
        Sample sample = Sample.of(call, source.isWarmup(call.timings().intended()));
        listeners.forEach(samples -> samples.add(sample));
        fill();
    }

    private void tick(long timerId) {
        long now = System.nanoTime();
        lag.tick(now);
        endCalls(() -> inFlight.expire(now));
        stream.tick(now);
        if (state == State.RUNNING && now - published >= PROGRESS_NANOS) {
            published = now;
            listener.accept(progress());
            abortIf(earlyAbort.reason(recorder.measurements(clock.span(source.warmupEnds(), now), Circumstances.NONE)));
        }
    }

    /**
     * @param condition that came true; null: none did
     */
    private void abortIf(String condition) {
        if (condition != null) {
            abortedBecause = condition;
            cancel();
        }
    }

    /** Begins nothing more and resets what is in flight; the run has ended when this returns. */
    void cancel() {
        if (state == State.RUNNING) {
            cancelled = true;
            source.stop();
            CallError error = CallError.of(ErrorType.CANCELLED, "the run was cancelled");
            endCalls(() -> inFlight.failAll(error));
        }
    }

    /** Many calls at once: their slots are filled again when all have ended, not after each. */
    private void endCalls(Runnable ending) {
        filling = true;
        ending.run();
        filling = false;
        fill();
    }

    private void finish() {
        state = cancelled ? State.CANCELLED : State.DONE;
        vertx.cancelTimer(timer);
        calls.close().onFailure(e -> LOG.warn("run={} the HTTP client did not close", id, e));
        stream.end();
        listener.accept(progress());
        JsonObject charts = details == null ? new JsonObject() : details.toJson();
        result.complete(RunResult.of(results.toList(), measurements(), charts, plan));
    }

    private Measurements measurements() {
        return recorder.measurements(
                clock.span(source.warmupEnds(), end),
                new Circumstances(
                        inFlight.peak(),
                        plan.arrivals().most(),
                        done - recorder.requests(),
                        results.notKept(),
                        cancelled,
                        abortedBecause,
                        recorder.doubts(lag.worst())));
    }

    Progress progress() {
        long until = state == State.RUNNING ? System.nanoTime() : end;
        double rate = Summary.rate(done, Latency.millis(until - start));
        return new Progress(id, state, done, source.total(), inFlight.size(), errors, rate);
    }

    String id() {
        return id;
    }

    /** Never fails: a call that fails is a result. */
    Future<RunResult> result() {
        return result.future();
    }
}
