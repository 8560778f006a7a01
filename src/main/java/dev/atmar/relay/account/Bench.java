package dev.atmar.relay.account;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Where a key rests that was refused, or an account that has no balance. When the rest is over one call gets it as a
 * trial, and until that call's verdict, for one more rest at most, the others pass it by; each failed trial doubles
 * the rest, up to an hour. Guarded by a lock that it shares with all that is chosen together with it.
 */
final class Bench {
    static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    private final Object lock;
    private final LongSupplier nanoTime;
    private final long firstNanos;
    private long failures;
    private long restNanos;
    private long restEnds;

    /**
     * @param lock held by whoever calls the methods without one of their own
     * @param firstNanos the first rest
     */
    Bench(Object lock, LongSupplier nanoTime, long firstNanos) {
        this.lock = lock;
        this.nanoTime = nanoTime;
        this.firstNanos = Math.min(firstNanos, LONGEST_NANOS);
    }

    /** One on which nobody looks: for keys whose verdicts are not remembered. */
    static Bench ofNobody() {
        return new Bench(new Object(), System::nanoTime, 0);
    }

    /** What one call makes of it. A call that began before the last failure has nothing to say any more. */
    final class Use {
        private final long failuresBefore = failures;
        private final boolean trial;

        private Use(boolean trial) {
            this.trial = trial;
        }

        void accepted() {
            synchronized (lock) {
                if (failures == failuresBefore) {
                    restNanos = 0;
                }
            }
        }

        /** Calls that were under way together fail together: the first of them is the one that counts. */
        void failed() {
            synchronized (lock) {
                if (failures == failuresBefore) {
                    failures++;
                    restNanos = nextRest();
                    restEnds = nanoTime.getAsLong() + restNanos;
                }
            }
        }

        private long nextRest() {
            if (restNanos == 0) {
                return firstNanos;
            }
            return trial ? Math.min(2 * restNanos, LONGEST_NANOS) : restNanos;
        }
    }

    /** Called under the lock. How long nobody shall have it yet; 0 when it may be had. */
    long restsFor() {
        return restNanos == 0 ? 0 : Math.max(0, restEnds - nanoTime.getAsLong());
    }

    /** Called under the lock. Takes it, be it in spite of its rest; what rests begins its rest anew. */
    Use use() {
        boolean rested = restNanos > 0 && restsFor() == 0;
        if (restNanos > 0) {
            restEnds = nanoTime.getAsLong() + restNanos;
        }
        return new Use(rested);
    }
}
