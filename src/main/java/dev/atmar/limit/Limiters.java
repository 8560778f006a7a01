package dev.atmar.limit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The limiters of one relay's accounts. One short lock guards them all, so that a call can stand in several queues and
 * go to whichever account has room first.
 */
public final class Limiters {
    /**
     * @param maxWaiting calls that may wait for one limiter
     * @param maxWaitingBytes of the bodies of those calls
     */
    public Limiters(Vertx vertx, int maxWaiting, long maxWaitingBytes) {}

    /** A limit that is found by itself. */
    public Limiter auto(String name) {
        return new Limiter();
    }

    /** A limit that was told. */
    public Limiter fixed(String name, int limit) {
        return new Limiter();
    }

    public Future<Permit> acquire(Turn turn) {
        throw new UnsupportedOperationException();
    }
}
