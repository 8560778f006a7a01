package dev.atmar.batch.send;

import dev.atmar.http.Cancellation;
import dev.atmar.http.RetryAfter;
import dev.atmar.limit.Permit;
import dev.atmar.limit.StatedLimit;
import dev.atmar.limit.Turn;
import dev.atmar.load.call.Call;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Expect;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Task;
import dev.atmar.load.call.Timings.Sending;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * One task on its way over all its attempts: it waits for a permit, then for the budgets, is sent, and after a failure
 * does what {@link Retries} says. The permit is given back before the next attempt waits; that of the last one, when the
 * result is written.
 */
final class Errand {
    private static final String CALLER = "batch";
    private static final long FOREVER_NANOS = TimeUnit.DAYS.toNanos(365);
    private static final double NANOS_PER_MILLI = 1e6;

    private final Order order;
    private final Sender sender;
    private final Retries retries;
    private Cancellation waiting = new Cancellation();
    private Permit permit;
    private long pause = -1;
    private long sentEpochMillis;
    private int attempts;

    /** When the first attempt was. */
    private long begun;

    Errand(Order order, Sender sender) {
        this.order = order;
        this.sender = sender;
        this.retries = new Retries(sender.options().retries());
    }

    void begin() {
        waitForTurn(false);
    }

    private void waitForTurn(boolean again) {
        if (sender.isStopping()) {
            giveUp(false);
            return;
        }
        pause = -1;
        waiting = new Cancellation();
        Turn turn = new Turn(
                List.of(sender.origins().of(order.task().target())),
                CALLER,
                order.bytes(),
                System.nanoTime() + FOREVER_NANOS,
                again,
                waiting);
        sender.origins().acquire(turn).onSuccess(this::admitted).onFailure(stopped -> giveUp(false));
    }

    private void admitted(Permit granted) {
        permit = granted;
        sender.budgets().enter(order.estimate().tokens(), this::send);
    }

    private void send() {
        if (sender.isStopping()) {
            permit.ignored();
            giveUp(false);
            return;
        }
        attempts++;
        begun = attempts == 1 ? System.nanoTime() : begun;
        sentEpochMillis = System.currentTimeMillis();
        sender.journal().sent(order.slot(), order.task().index());
        Task task =
                new Task(order.task().id(), order.task().target(), order.task().body());
        Call call = new Call(order.task().index(), task, Expect.JSON, System.nanoTime(), this::ended);
        call.whenSent(how -> left(call, how));
        sender.calling().add(call);
        sender.counted();
        sender.calls().make(call);
    }

    private void left(Call call, Sending how) {
        if (how == Sending.ON_NEW_CONNECTION) {
            permit.limiter().connected(Duration.ofNanos(System.nanoTime() - call.started()));
        }
        sentEpochMillis = System.currentTimeMillis();
        permit.sent();
    }

    private void ended(Call call) {
        sender.calling().remove(call);
        Outcome outcome = judged(call.outcome());
        Usage usage = outcome.error() == null ? Usage.of(outcome.answer()) : Usage.UNKNOWN;
        if (usage.isKnown()) {
            sender.budgets().correct(order.estimate().tokens(), usage.tokens());
        }
        Optional<Duration> again = outcome.error() == null ? Optional.empty() : failed(outcome.error(), call);
        sender.counted();
        if (again.isPresent() || outcome.error() != null && outcome.error().type() == ErrorType.CANCELLED) {
            permit.ignored();
            again(outcome.error(), again.orElse(Duration.ZERO));
        } else {
            double millis = call.timings().service() / NANOS_PER_MILLI;
            sender.leave(
                    this,
                    new News.Ended(
                            order, permit, outcome, usage, millis, sentEpochMillis, attempts, retries.retried()));
        }
    }

    private Outcome judged(Outcome outcome) {
        if (outcome.status() > 0) {
            sender.origins().answered(order.task().target());
        }
        if (outcome.error() != null) {
            return Outcome.failed(sender.masked().of(Judgement.explained(outcome.error())));
        }
        CallError fault = Judgement.fault(outcome);
        return fault == null ? outcome : Outcome.failed(fault);
    }

    private Optional<Duration> failed(CallError error, Call call) {
        Duration retryAfter = Duration.ofSeconds(RetryAfter.seconds(call.seen().retryAfter()));
        boolean limiterKnows = false;
        if (Retries.isTooMany(error)) {
            OptionalInt stated = StatedLimit.in(error.message());
            boolean alone = permit.refused(stated, stated.isPresent() ? Duration.ZERO : retryAfter);
            limiterKnows = !alone
                    && (stated.isPresent() || sender.options().concurrency().auto());
        } else {
            permit.ignored();
        }
        boolean wasThere = sender.origins().hasAnswered(order.task().target());
        return isTooLate() ? Optional.empty() : retries.after(error, retryAfter, limiterKnows, wasThere);
    }

    /** Whether no further attempt is begun. */
    private boolean isTooLate() {
        return System.nanoTime() - begun >= sender.options().patience().toNanos();
    }

    /** A task that is to be tried again while the batch stops has no result yet. */
    private void again(CallError why, Duration pauseFor) {
        if (sender.isStopping()) {
            giveUp(why.type() == ErrorType.CANCELLED);
            return;
        }
        sender.journal().failed(order.slot());
        sender.pauses(1);
        pause = sender.vertx().setTimer(Math.max(1, pauseFor.toMillis()), over -> {
            sender.pauses(-1);
            waitForTurn(true);
        });
    }

    /** The batch stops: out of the queue, or of the pause. One that is in flight stays. */
    void giveUpWaiting() {
        if (pause >= 0) {
            sender.vertx().cancelTimer(pause);
            sender.pauses(-1);
            giveUp(false);
        } else {
            waiting.cancel();
        }
    }

    private void giveUp(boolean inFlight) {
        pause = -1;
        sender.leave(this, new News.Returned(order, inFlight));
    }
}
