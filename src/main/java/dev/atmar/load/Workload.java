package dev.atmar.load;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.Task;
import dev.atmar.load.plan.Plan;
import java.util.OptionalLong;

/** The requests of a run: which is the next, and when it is due. All times are {@code System.nanoTime()}. */
interface Workload {
    /**
     * A request to be begun.
     *
     * @param sequence counts the requests of the whole plan from 0, those of its other slices included
     * @param intended when it is due
     * @param tooLate why it is not to be sent any more; null: it is
     */
    record Due(long sequence, Task task, long intended, CallError tooLate) {}

    static Workload of(Plan plan, long start) {
        return plan.isOpen() ? new OpenWorkload(plan, start) : new ClosedWorkload(plan, start);
    }

    /** Whether any request is left, due now or later. */
    boolean hasNext(long now);

    /** Whether the next one is to be begun now; asked while there is one. */
    boolean isDue(long now);

    /** When to look again, if that is not when a request ends. */
    OptionalLong wakeAt();

    Due next(long now);

    /** One that was begun has ended. */
    void ended(long now);

    /**
     * Nothing more is begun.
     *
     * @return requests that were due by now and have not been begun, the warm-up's left out; of a Poisson process the
     *     mean
     */
    long stop(long now);

    boolean isWarmup(long intended);

    long warmupEnds();

    /** How many there will have been, the warm-up's included; null when only time tells. */
    Long total();
}
