package dev.atmar.lab;

import dev.atmar.http.ApiException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of all sleeping on an event loop. It may be asked for from any thread, unlike anything else of a verticle,
 * because the loop that would take the message is the one that sleeps: the latch wakes it, and never lets it sleep again.
 */
final class Hurry {
    private final CountDownLatch asked = new CountDownLatch(1);

    /** From any thread; harmless when repeated. */
    void ask() {
        asked.countDown();
    }

    boolean isAsked() {
        return asked.getCount() == 0;
    }

    /**
     * Holds the calling thread as {@code Thread.sleep} does.
     *
     * @throws ApiException 503 as soon as it is asked to hurry, and at once if it was before
     */
    void sleep(long millis) throws InterruptedException {
        if (asked.await(millis, TimeUnit.MILLISECONDS)) {
            throw ApiException.busy(503, "draining", "shutting down: nothing sleeps on the event loop any more", 1);
        }
    }
}
