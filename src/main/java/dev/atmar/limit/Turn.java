package dev.atmar.limit;

import dev.atmar.http.Cancellation;
import java.util.List;

/**
 * A call that waits for its turn.
 *
 * @param among the limiters that would do, the one preferred first; at least one
 * @param caller whose turn it is: those who wait are served in turn, caller by caller
 * @param bytes of its body
 * @param deadlineNanos the {@link System#nanoTime} at which it gives up
 * @param again whether it had its turn and was sent back: then it stands in front, and no bound refuses it
 * @param cancellation whose firing takes it out of the queue
 */
public record Turn(
        List<Limiter> among, String caller, int bytes, long deadlineNanos, boolean again, Cancellation cancellation) {}
