package dev.atmar.load;

import dev.atmar.load.Observations.Ending;
import dev.atmar.load.Progress.State;
import dev.atmar.load.Workload.Due;
import dev.atmar.load.call.Call;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.Calls;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.InFlight;
import dev.atmar.load.measure.Latency;
import dev.atmar.load.measure.Sample;
import dev.atmar.load.measure.Summary;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
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
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
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
    private final Workload workload;
    private final Pacer pacer;
    private final Observations observations;
    private final InFlight inFlight;

    private State state = State.RUNNING;
    private boolean filling;
    private boolean fillingSoon;
    private boolean cancelled;
    private String abortedBecause;
    private long done;
    private long notSent;
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
        this.calls = new Calls(vertx, plan.callOptions(settings.maxAnswerBytes()));
        this.start = System.nanoTime();
        this.published = start;
        this.end = start;
        this.workload = Workload.of(plan, start);
        this.pacer = new Pacer(vertx.getOrCreateContext(), this::fill);
        this.inFlight = new InFlight(plan.timeoutMillis());
        this.observations = new Observations(id, vertx, plan, settings, room, start, workload.warmupEnds(), TICK_NANOS);
    }

    void begin() {
        timer = vertx.setPeriodic(TICK_MILLIS, this::tick);
        fill();
    }

    /** Begins what is due. Called within itself, by a call that fails at once, it returns. */
    private void fill() {
        if (filling || state != State.RUNNING) {
            return;
        }
        filling = true;
        long now = System.nanoTime();
        long turnEnds = now + TURN_NANOS;
        while (isDue(now) && now - turnEnds < 0) {
            call(workload.next(now));
            now = System.nanoTime();
        }
        filling = false;
        if (isDue(now)) {
            fillSoon();
        } else if (workload.hasNext(now)) {
            workload.wakeAt().ifPresent(pacer::wakeAt);
        } else if (inFlight.size() == 0) {
            finish();
        }
    }

    private boolean isDue(long now) {
        return workload.hasNext(now) && workload.isDue(now);
    }

    private void call(Due due) {
        Call call = new Call(due.sequence(), due.task(), plan.expect(), due.intended(), this::ended);
        if (due.tooLate() != null) {
            notSent += workload.isWarmup(due.intended()) ? 0 : 1;
            call.fail(due.tooLate());
            return;
        }
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
        workload.ended(call.timings().end());
        end = call.timings().end();
        done++;
        errors += call.outcome().error() == null ? 0 : 1;
        observations.add(Sample.of(call, workload.isWarmup(call.timings().intended())));
        fill();
    }

    private void tick(long timerId) {
        long now = System.nanoTime();
        observations.tick(now);
        endCalls(() -> inFlight.expire(now));
        if (state == State.RUNNING && now - published >= PROGRESS_NANOS) {
            published = now;
            listener.accept(progress());
            abortedBecause = observations.abortReason(now);
            if (abortedBecause != null) {
                cancel();
            }
        }
    }

    /** Begins nothing more and resets what is in flight; the run has ended when this returns. */
    void cancel() {
        if (state == State.RUNNING) {
            cancelled = true;
            notSent += workload.stop(System.nanoTime());
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
        pacer.close();
        calls.close().onFailure(e -> LOG.warn("run={} the HTTP client did not close", id, e));
        observations.end();
        listener.accept(progress());
        result.complete(observations.result(
                new Ending(end, done, notSent, inFlight.peak(), calls.connectionsOpened(), cancelled, abortedBecause)));
    }

    Progress progress() {
        long until = state == State.RUNNING ? System.nanoTime() : end;
        double rate = Summary.rate(done, Latency.millis(until - start));
        return new Progress(id, state, done, workload.total(), inFlight.size(), errors, rate);
    }

    String id() {
        return id;
    }

    /** Never fails: a call that fails is a result. */
    Future<RunResult> result() {
        return result.future();
    }
}
