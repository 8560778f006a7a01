package dev.atmar.relay;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Who is told how a call gets on its way to its upstream.
 *
 * @param connected how long its connection took to open, whoever it was opened for; not told where that is not known
 * @param sent the call is written to its connection
 */
record Departure(Consumer<Duration> connected, Runnable sent) {
    /** Nobody is told. */
    static final Departure UNSEEN = new Departure(connectTime -> {}, () -> {});
}
