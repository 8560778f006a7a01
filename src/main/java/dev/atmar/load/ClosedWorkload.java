package dev.atmar.load;

import dev.atmar.load.plan.Plan;
import dev.atmar.load.plan.TaskSource;
import java.util.ArrayDeque;
import java.util.OptionalLong;

/** The closed model: a request is due the moment one of so many slots is free. */
final class ClosedWorkload implements Workload {
    private final TaskSource source;
    private final ArrayDeque<Long> freeSince = new ArrayDeque<>();

    ClosedWorkload(Plan plan, long start) {
        source = new TaskSource(plan, start);
        for (int slot = 0; slot < plan.slotsOfSlice(); slot++) {
            freeSince.add(start);
        }
    }

    @Override
    public boolean hasNext(long now) {
        return source.hasNext(now);
    }

    @Override
    public boolean isDue(long now) {
        return !freeSince.isEmpty();
    }

    @Override
    public OptionalLong wakeAt() {
        return OptionalLong.empty();
    }

    /** It is due since its slot was free. */
    @Override
    public Due next(long now) {
        long intended = freeSince.remove();
        return new Due(source.sequence(), source.next(intended), intended, null);
    }

    @Override
    public void ended(long now) {
        freeSince.add(now);
    }

    @Override
    public long stop(long now) {
        source.stop();
        return 0;
    }

    @Override
    public boolean isWarmup(long intended) {
        return source.isWarmup(intended);
    }

    @Override
    public long warmupEnds() {
        return source.warmupEnds();
    }

    @Override
    public Long total() {
        return source.total();
    }
}
