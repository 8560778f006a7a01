package dev.atmar.load;

import java.util.ArrayDeque;

/** The closed model's pacer: a request is due the moment one of so many slots is free. Times are in nanoseconds. */
final class Slots {
    private final ArrayDeque<Long> freeSince = new ArrayDeque<>();

    Slots(int slots, long now) {
        for (int i = 0; i < slots; i++) {
            freeSince.add(now);
        }
    }

    boolean anyFree() {
        return !freeSince.isEmpty();
    }

    /** Since when the slot that is taken was free: the intended time of the request that takes it. */
    long take() {
        return freeSince.remove();
    }

    void release(long now) {
        freeSince.add(now);
    }
}
