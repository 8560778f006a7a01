package dev.atmar.load.measure;

import dev.atmar.load.call.Call;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Seen;
import dev.atmar.load.call.Timings;

/**
 * One request that has ended, well or not.
 *
 * @param sequence counts the run's requests from 0
 * @param warmup whether it was due during the warm-up, and so counts in no figure
 */
public record Sample(long sequence, String taskId, boolean warmup, Timings timings, Outcome outcome, Seen seen) {
    public static Sample of(Call call, boolean warmup) {
        return new Sample(call.sequence(), call.task().taskId(), warmup, call.timings(), call.outcome(), call.seen());
    }
}
