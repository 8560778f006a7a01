package dev.atmar.relay.account;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often an account's failures may be tried again, so that retries do not multiply an outage: ten times, and once
 * more for every so many calls. A bucket of tokens, as Finagle's {@code RetryBudget} and gRPC's retry throttling (A6)
 * have it. It holds a hundred at most: what a long quiet time has earned must not be spent at once on an upstream that
 * has just broken down, and a hundred rides out a few seconds of it. Over {@code n} calls there are never more than
 * {@code 10 + n * percent / 100} retries. Shared by event loops, behind one short lock.
 */
public final class RetryBudget {
    static final int FREE = 10;
    static final int MOST = 100;

    /** Tokens are kept in hundredths, of which a call brings its percentage. */
    private static final long RETRY = 100;

    private final int percent;
    private final Totals totals;
    private long hundredths = FREE * RETRY;

    /** What budgets have granted and denied; several may be counted together. */
    static final class Totals {
        private final LongAdder granted = new LongAdder();
        private final LongAdder denied = new LongAdder();

        long granted() {
            return granted.sum();
        }

        long denied() {
            return denied.sum();
        }
    }

    /**
     * @param percent retries that a hundred calls pay for
     */
    RetryBudget(int percent, Totals totals) {
        this.percent = percent;
        this.totals = totals;
    }

    /** A call is made for the first time. */
    public synchronized void called() {
        hundredths = Math.min(MOST * RETRY, hundredths + percent);
    }

    /** Whether a call may be tried again; it is paid for when it may. */
    public boolean take() {
        boolean enough = pay();
        (enough ? totals.granted : totals.denied).increment();
        return enough;
    }

    private synchronized boolean pay() {
        if (hundredths < RETRY) {
            return false;
        }
        hundredths -= RETRY;
        return true;
    }

    /** Retries there have been; all accounts of callers together have one count. */
    public long granted() {
        return totals.granted();
    }

    /** Retries there would have been with tokens left. */
    public long denied() {
        return totals.denied();
    }
}
