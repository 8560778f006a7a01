package dev.atmar.app;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How a test on its own thread waits for what happens on the event loops; so long that only a hang can fail. */
final class Waiting {
    private static final long BOUND_SECONDS = 120;

    private Waiting() {}

    static <T> T await(Future<T> future) {
        try {
            return future.await(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for a future", e);
        }
    }

    /** What is seen, as soon as it is so. */
    static <T> T until(Supplier<T> look, Predicate<T> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        T seen = look.get();
        while (!condition.test(seen)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never so: " + seen);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            seen = look.get();
        }
        return seen;
    }
}
