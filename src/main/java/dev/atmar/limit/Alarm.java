package dev.atmar.limit;

import java.util.function.LongConsumer;

/**
 * At most one timer, for the next time something may be done. Guarded by the limiters' lock; it rings outside it, with
 * the number it was set under, so that one that was cleared while it rang is known.
 */
final class Alarm {
    private final Loop loop;
    private final LongConsumer action;
    private long number;
    private long at;

    /** Null: not set. */
    private Runnable cancel;

    Alarm(Loop loop, LongConsumer action) {
        this.loop = loop;
        this.action = action;
    }

    /** One that is set for an earlier time stays: the action looks again when it rings. */
    void set(long now, long inNanos) {
        if (inNanos == AdaptiveLimit.NEVER) {
            clear();
            return;
        }
        long next = now + inNanos;
        if (cancel != null && at - next <= 0) {
            return;
        }
        clear();
        at = next;
        long mine = ++number;
        cancel = loop.after(inNanos, () -> action.accept(mine));
    }

    void clear() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
    }

    /** When it is, or was, to ring. */
    long at() {
        return at;
    }

    /** Whether it was still set. */
    boolean rang(long rung) {
        boolean mine = cancel != null && rung == number;
        if (mine) {
            cancel = null;
        }
        return mine;
    }
}
