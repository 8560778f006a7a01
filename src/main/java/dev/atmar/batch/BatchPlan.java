package dev.atmar.batch;

import dev.atmar.batch.send.SendOptions;
import java.time.Duration;

/**
 * A batch to be carried out.
 *
 * @param drain how long calls in flight may go on when it is told to stop
 * @param keepGoing whether it goes on where {@link Hopelessness} would end it
 */
public record BatchPlan(FileOptions files, SendOptions sending, Prices prices, Duration drain, boolean keepGoing) {}
