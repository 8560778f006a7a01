package dev.atmar.load;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.plan.Arrivals;
import dev.atmar.load.plan.Plan;
import dev.atmar.load.plan.Schedule;
import dev.atmar.load.plan.Slice;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The open model: requests are due by a schedule. With as many in flight as may be, those that are due wait in the
 * schedule, which takes no memory, and are begun late; one that has waited for the plan's timeout is not sent any more,
 * and is an error. A slice goes through the whole schedule and takes every so-manieth.
 */
final class OpenWorkload implements Workload {
    /** What the sum of a rate is off by. */
    private static final double ROUNDING = 1e-6;

    /** What is due for less than this when the run is ended was not kept from being sent by anything else. */
    private static final long ABOUT_TO_BE_SENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Plan plan;
    private final Slice slice;
    private final long start;
    private final long warmup;
    private final long timeout;
    private final Schedule schedule;
    private int free;
    private long sequence = -1;
    private long measured;
    private long taken;
    private long due;

    OpenWorkload(Plan plan, long start) {
        this.plan = plan;
        this.slice = plan.slice();
        this.start = start;
        this.warmup = TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        this.timeout = TimeUnit.MILLISECONDS.toNanos(plan.timeoutMillis());
        this.schedule = new Schedule((Arrivals.Open) plan.arrivals(), plan.warmupMillis());
        this.free = plan.arrivals().most();
        advance();
    }

    /** To the next request of this slice. */
    private void advance() {
        do {
            sequence++;
            due = schedule.next();
            measured += due < warmup ? 0 : 1;
        } while (isWithinPlan() && sequence % slice.of() != slice.index());
        due = isWithinPlan() ? due : Schedule.NEVER;
    }

    private boolean isWithinPlan() {
        if (due == Schedule.NEVER || !plan.repeats()) {
            return due != Schedule.NEVER && sequence < plan.tasks().size();
        }
        boolean counted = plan.count() == 0 || measured <= plan.count();
        boolean inTime =
                plan.durationMillis() == 0 || due < warmup + TimeUnit.MILLISECONDS.toNanos(plan.durationMillis());
        return counted && inTime;
    }

    @Override
    public boolean hasNext(long now) {
        return due != Schedule.NEVER;
    }

    @Override
    public boolean isDue(long now) {
        long late = now - start - due;
        return late >= 0 && (free > 0 || late >= timeout);
    }

    /** Who ends, and the run's tick, see to what waits for its turn. */
    @Override
    public OptionalLong wakeAt() {
        return free > 0 && due != Schedule.NEVER ? OptionalLong.of(start + due) : OptionalLong.empty();
    }

    @Override
    public Due next(long now) {
        long intended = start + due;
        int task = (int) (sequence % plan.tasks().size());
        CallError late = now - intended >= timeout ? tooLate() : null;
        Due next = new Due(sequence, plan.tasks().get(task), intended, late);
        free--;
        taken++;
        advance();
        return next;
    }

    private CallError tooLate() {
        String message = "due " + plan.timeoutMillis() + " ms ago, and "
                + plan.arrivals().most() + " were in flight all the time (max_in_flight)";
        return CallError.of(ErrorType.NOT_SENT, message);
    }

    @Override
    public void ended(long now) {
        free++;
    }

    @Override
    public long stop(long now) {
        boolean behind = hasNext(now) && now - start - due >= ABOUT_TO_BE_SENT_NANOS;
        long unsent = behind ? Math.min(measurable(now - start), left()) : 0;
        due = Schedule.NEVER;
        return unsent;
    }

    /** Of this slice, from the next one to this time, or to when sending ends. */
    private long measurable(long until) {
        long sendingEnds = plan.durationMillis() == 0
                ? until
                : Math.min(until, warmup + TimeUnit.MILLISECONDS.toNanos(plan.durationMillis()));
        double many = schedule.between(Math.max(due, warmup), Math.max(sendingEnds, warmup)) / slice.of();
        return Math.max(due < warmup ? 0 : 1, (long) Math.ceil(many - ROUNDING));
    }

    /** Of this slice, the next one included, by the plan's count or list. */
    private long left() {
        if (!plan.repeats()) {
            return (plan.tasks().size() - 1 - sequence) / slice.of() + 1;
        }
        long others = plan.count() - Math.max(1, measured);
        return plan.count() == 0 ? Long.MAX_VALUE : others / slice.of() + 1;
    }

    @Override
    public boolean isWarmup(long intended) {
        return intended - start < warmup;
    }

    @Override
    public long warmupEnds() {
        return start + warmup;
    }

    @Override
    public Long total() {
        if (due == Schedule.NEVER) {
            return taken;
        }
        if (!plan.repeats()) {
            return slice.shareOf(plan.tasks().size());
        }
        long warming = Math.round(schedule.between(0, warmup) / slice.of());
        long most = plan.count() == 0 ? Long.MAX_VALUE : slice.shareOf(plan.count());
        long inTime = plan.durationMillis() == 0
                ? Long.MAX_VALUE
                : Math.round(schedule.between(warmup, warmup + TimeUnit.MILLISECONDS.toNanos(plan.durationMillis()))
                        / slice.of());
        return Math.max(taken, warming + Math.min(most, inTime));
    }
}
