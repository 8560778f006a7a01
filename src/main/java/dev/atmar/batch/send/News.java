package dev.atmar.batch.send;

import dev.atmar.limit.Permit;
import dev.atmar.load.call.Outcome;

/** What the sender tells whoever reads the tasks and writes the results. */
public sealed interface News {
    /** There is room for so many tasks more. */
    record Wanted(int tasks) implements News {}

    /**
     * A task has its result, of its last attempt.
     *
     * @param permit held until the result is written, so that no more calls can be lost than may be in flight
     * @param millis from the sending of the last attempt to its end
     * @param startEpochMillis when the last attempt was sent
     * @param attempts made, refused ones that are no retry included
     * @param retried how often it failed in a way worth another attempt, and got one
     */
    record Ended(
            Order order,
            Permit permit,
            Outcome outcome,
            Usage usage,
            double millis,
            long startEpochMillis,
            int attempts,
            int retried)
            implements News {
        /** The result is in its file: the next call may be made. */
        public void written() {
            if (outcome.error() == null) {
                permit.succeeded();
            } else {
                permit.ignored();
            }
        }

        /** As the report counts failures; null for a success. */
        public String kind() {
            return outcome.error() == null ? null : Retries.kind(outcome.error());
        }

        /** Whether every other task with the same target will fail as this one did. */
        public boolean isHopeless() {
            return outcome.error() != null && Retries.isHopeless(outcome.error());
        }
    }

    /**
     * A task that was given up unfinished, because the sender was told to stop.
     *
     * @param inFlight whether its call was reset before its answer came: it is going to be made again
     */
    record Returned(Order order, boolean inFlight) implements News {}

    /** Stopped, and nothing is in flight any more: the last that is told. */
    record Idle() implements News {}

    /** Someone wants the sender to stop, or this thread to look around. */
    record Woken() implements News {}

    /** A bug: the sender cannot be relied upon any more. */
    record Broken(Throwable cause) implements News {}
}
