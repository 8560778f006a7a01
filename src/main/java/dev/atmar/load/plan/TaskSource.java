package dev.atmar.load.plan;

import dev.atmar.load.call.Task;
import java.util.concurrent.TimeUnit;

/** What is sent next, and whether anything is: the plan's tasks once, or in turn up to its count and duration. */
public final class TaskSource {
    private final Plan plan;
    private final long warmupEnds;
    private final long sendingEnds;
    private long taken;
    private long measured;
    private boolean stopped;

    /**
     * @param start of the run, as all times here a {@code System.nanoTime()}
     */
    public TaskSource(Plan plan, long start) {
        this.plan = plan;
        this.warmupEnds = start + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        this.sendingEnds = warmupEnds + TimeUnit.MILLISECONDS.toNanos(plan.durationMillis());
    }

    public boolean hasNext(long now) {
        if (stopped || !plan.repeats()) {
            return !stopped && taken < plan.tasks().size();
        }
        boolean countLeft = plan.count() == 0 || measured < plan.count();
        boolean timeLeft = plan.durationMillis() == 0 || now - sendingEnds < 0;
        return countLeft && timeLeft;
    }

    public Task next(long intended) {
        measured += isWarmup(intended) ? 0 : 1;
        return plan.tasks().get((int) (taken++ % plan.tasks().size()));
    }

    public boolean isWarmup(long intended) {
        return intended - warmupEnds < 0;
    }

    public void stop() {
        stopped = true;
    }

    /** Tasks taken so far. */
    public long taken() {
        return taken;
    }

    public long warmupEnds() {
        return warmupEnds;
    }

    /** How many there will have been, the warm-up's included; null when only time tells. */
    public Long total() {
        if (!plan.repeats()) {
            return (long) plan.tasks().size();
        }
        return plan.count() == 0 ? null : Long.valueOf(plan.count() + taken - measured);
    }
}
