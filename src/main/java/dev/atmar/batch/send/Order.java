package dev.atmar.batch.send;

import dev.atmar.batch.BatchTask;

/**
 * A task handed to the sender.
 *
 * @param slot where the journal remembers that it is in flight; its own until its result is written
 */
public record Order(BatchTask task, int slot, Estimate estimate) {
    int bytes() {
        return task.body() == null ? 0 : task.body().length();
    }
}
