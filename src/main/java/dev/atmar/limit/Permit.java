package dev.atmar.limit;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The right to one call, with exactly three endings (after Netflix concurrency-limits): {@link #succeeded},
 * {@link #ignored} and {@link #refused}. The first one counts; another one after it does nothing. May be ended on any
 * thread.
 */
public final class Permit {
    private final Limiter limiter;
    private final long grantedNanos;
    private final long waitedNanos;

    /** Guarded by the limiter's lock. */
    private boolean sent;

    /** Guarded by the limiter's lock. */
    private boolean ended;

    Permit(Limiter limiter, long grantedNanos, long waitedNanos) {
        this.limiter = limiter;
        this.grantedNanos = grantedNanos;
        this.waitedNanos = waitedNanos;
    }

    /** Which of the turn's limiters gave it. */
    public Limiter limiter() {
        return limiter;
    }

    /** How long the turn was waited for. */
    public long waitedNanos() {
        return waitedNanos;
    }

    /** The call is on its way: it has a connection, and is written to it. Not to tell it keeps the limit from growing. */
    public void sent() {
        limiter.sent(this);
    }

    /** The call was accepted and answered. */
    public void succeeded() {
        limiter.succeeded(this);
    }

    /** The call ended in a way that says nothing about how many the account bears. */
    public void ignored() {
        limiter.ignored(this);
    }

    /**
     * The upstream answered 429.
     *
     * @param stated the limit its text names
     * @param pause no call is let go before it has passed, an hour at most; zero: none
     * @return whether it was the limiter's only call in flight, so that it cannot have been one too many
     */
    public boolean refused(OptionalInt stated, Duration pause) {
        return limiter.refused(this, stated, pause);
    }

    /** Called under the lock: whether it is now known for the first time that the call is not waiting to be sent. */
    boolean leftUnsent() {
        boolean first = !sent;
        sent = true;
        return first;
    }

    /** Called under the lock: whether this is the first ending. */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    long grantedNanos() {
        return grantedNanos;
    }
}
