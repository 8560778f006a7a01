package dev.atmar.relay.account;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A time that passes when the test says so. It begins below zero, as the system's may. */
final class Clock implements LongSupplier {
    private long nanos = -1_000_000_000_000L;

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
