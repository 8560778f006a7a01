package dev.atmar.load.plan;

import dev.atmar.load.call.Task;
import java.util.concurrent.TimeUnit;

/** What is sent next, and whether anything is: the plan's tasks once, or in turn up to its count and duration. */
public final class TaskSource {
    private final Plan plan;
    private final Slice slice;
    private final long count;
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
        this.slice = plan.slice();
        this.count = slice.shareOf(plan.count());
        this.warmupEnds = start + TimeUnit.MILLISECONDS.toNanos(plan.warmupMillis());
        this.sendingEnds = warmupEnds + TimeUnit.MILLISECONDS.toNanos(plan.durationMillis());
    }

    public boolean hasNext(long now) {
        if (stopped || !plan.repeats()) {
            return !stopped && sequence() < plan.tasks().size();
        }
        boolean countLeft = plan.count() == 0 || measured < count;
        boolean timeLeft = plan.durationMillis() == 0 || now - sendingEnds < 0;
        return countLeft && timeLeft;
    }

    public Task next(long intended) {
        measured += isWarmup(intended) ? 0 : 1;
        int task = (int) (sequence() % plan.tasks().size());
        taken++;
        return plan.tasks().get(task);
    }

    public boolean isWarmup(long intended) {
        return intended - warmupEnds < 0;
    }

    public void stop() {
        stopped = true;
    }

    /** Of the next one, among the requests of the whole plan. */
    public long sequence() {
        return taken * slice.of() + slice.index();
    }

    public long warmupEnds() {
        return warmupEnds;
    }

    /** How many there will have been, the warm-up's included; null when only time tells. */
    public Long total() {
        if (!plan.repeats()) {
            return slice.shareOf(plan.tasks().size());
        }
        return plan.count() == 0 ? null : Long.valueOf(count + taken - measured);
    }
}
