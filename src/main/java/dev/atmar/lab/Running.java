package dev.atmar.lab;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many sleeps of one way are running. The count is atomic, unlike any other state of a verticle here, because it
 * must be taken where the sleep really runs: a count kept on the event loop would tell who was let in, not who ran.
 */
final class Running {
    private final AtomicInteger count = new AtomicInteger();

    /** One more; the new count. */
    int enter() {
        return count.incrementAndGet();
    }

    void leave() {
        count.decrementAndGet();
    }

    /** Sleeps on the calling thread; the count when it began, itself included. */
    int block(long millis) throws InterruptedException {
        int running = enter();
        try {
            Thread.sleep(millis);
            return running;
        } finally {
            leave();
        }
    }
}
