package dev.atmar.lab;

import dev.atmar.http.ApiException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many sleeps of one way are running. The count is atomic, unlike any other state of a verticle here, because it
 * must be taken where the sleep really runs: a count kept on the event loop would tell who was let in, not who ran.
 */
final class Running {
    private final AtomicInteger count = new AtomicInteger();
    private final Blocking blocking;

    /** How a thread is held. */
    @FunctionalInterface
    interface Blocking {
        void sleep(long millis) throws InterruptedException;
    }

    Running() {
        this(Thread::sleep);
    }

    Running(Blocking blocking) {
        this.blocking = blocking;
    }

    /** One more; the new count. */
    int enter() {
        return count.incrementAndGet();
    }

    void leave() {
        count.decrementAndGet();
    }

    /**
     * Sleeps on the calling thread; the count when it began, itself included.
     *
     * @throws ApiException 503 when the thread is interrupted, as it is when its pool closes
     */
    int block(long millis) {
        int running = enter();
        try {
            blocking.sleep(millis);
            return running;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.of(503, "interrupted", "the lab closed during this sleep");
        } finally {
            leave();
        }
    }
}
