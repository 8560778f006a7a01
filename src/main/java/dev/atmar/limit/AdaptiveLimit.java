package dev.atmar.limit;

import java.util.OptionalInt;

/**
 * The number of calls an account is believed to bear, found from its refusals alone. Not thread-safe; times are passed
 * in, as nanoseconds of one clock.
 *
 * <p>It follows Netflix concurrency-limits in what a permit is and in how its ending is told. Its limits do not fit:
 * Vegas and Gradient2 read a gradient of latency, but an answer of a language model takes 13 s ± 3 s whatever the load
 * and says nothing; AIMDLimit adds one per window of answers, and from 20 to 10,000 that is days when an answer takes
 * 13 s. A refusal, however, comes at once and says it all. Hence:
 *
 * <ul>
 *   <li>RAMP: a limit that is full, and brought no refusal in the time one travels, is borne: a fifth more. The time
 *       counts from the last call's being sent, not from its being let go.
 *   <li>HOLD: the first refusal ends the ramp, at the number it states or else at what was accepted. One that comes out
 *       of the blue takes as little; one that soon follows takes a fifth, since the account bears less than before.
 *   <li>PROBE: after many answers one more is tried. If it is refused, the next is tried after twice as many; if not,
 *       the ramp goes on, with steps that double from one to a fifth.
 * </ul>
 */
final class AdaptiveLimit {
    static final long NEVER = Long.MAX_VALUE;
    private static final int START = 20;
    private static final int CEILING = 1 << 20;
    private static final int PATIENCE = 50;
    private static final int MOST_DOUBLINGS = 2;
    private static final int PROBES_AFTER_FALL = 4;

    private enum Mode {
        RAMP,
        HOLD,
        PROBE
    }

    private final Pace pace = new Pace();
    private final boolean told;
    private final int ceiling;
    private int limit;
    private Mode mode;

    /** By how much the ramp grew last. */
    private int step = CEILING;

    /** When in-flight reached the limit; counts only while {@link #full}. */
    private long filledAt;

    /** When the last of the calls that filled it was sent; counts only while {@link #full}. */
    private long fullSince;

    private boolean full;

    private boolean decreased;

    /** A call let go until then belongs to the overshoot of the last decrease. */
    private long settledAt;

    /** Of the calls in flight at the last decrease, how many were not refused. */
    private int accepted;

    private int answersSinceDecrease;
    private int answersAtLimit;

    /** Of the patience before the next probe; below zero: so many probes are to come before it doubles. */
    private int doublings;

    /** The most that were borne for long; a ramp that comes so far again feels its way on from there. */
    private int peak;

    private AdaptiveLimit(boolean told, int limit, int ceiling, Mode mode) {
        this.told = told;
        this.limit = limit;
        this.ceiling = ceiling;
        this.mode = mode;
    }

    /** One that is found. */
    static AdaptiveLimit found() {
        return new AdaptiveLimit(false, START, CEILING, Mode.RAMP);
    }

    /** One that was told: it is never exceeded, and only a refusal that states a smaller number lowers it. */
    static AdaptiveLimit told(int number) {
        return new AdaptiveLimit(true, number, number, Mode.HOLD);
    }

    int limit() {
        return limit;
    }

    void connected(long nanos) {
        pace.connected(nanos);
    }

    /** @param inFlight with the call that may now be sent */
    void granted(long now, int inFlight) {
        if (!full && inFlight >= limit) {
            full = true;
            filledAt = now;
            fullSince = now;
        }
    }

    /** A call that was let go then is on its way now: what is borne is known a tick after the last one is. */
    void sent(long now, long grantedAt) {
        pace.sent(now - grantedAt);
        if (grantedAt - filledAt <= 0) {
            fullSince = now;
        }
    }

    /** The timer for {@link #growsIn} rang so late. */
    void rangLate(long nanos) {
        pace.late(nanos);
    }

    /**
     * @param inFlight with the call that was answered
     * @param wanted whether others wait
     */
    void answered(int inFlight, boolean wanted) {
        answersSinceDecrease++;
        if (mode != Mode.HOLD || inFlight > limit) {
            return;
        }
        peak = Math.max(peak, inFlight);
        if (limit >= ceiling || !wanted || inFlight < limit) {
            return;
        }
        answersAtLimit++;
        if (answersAtLimit >= (long) Math.max(PATIENCE, limit) << Math.max(0, doublings)) {
            answersAtLimit = 0;
            mode = Mode.PROBE;
            set(limit + 1);
        }
    }

    /** Nanoseconds until {@link #grow} may do something, if there is demand until then. */
    long growsIn(long now) {
        if (mode == Mode.HOLD || !full || !pace.isKnown() || limit >= ceiling) {
            return NEVER;
        }
        long verdict = mode == Mode.PROBE ? 2 * pace.tick() : pace.tick();
        return Math.max(0, fullSince + verdict - now);
    }

    /** To be called when calls wait and the limit is reached. */
    void grow(long now) {
        if (growsIn(now) > 0) {
            return;
        }
        if (mode == Mode.PROBE) {
            mode = Mode.RAMP;
            step = 1;
            doublings = Math.min(0, doublings);
        }
        step = limit == peak ? 1 : Math.min(2 * step, Math.max(1, limit / 5));
        set(Math.min(limit < peak ? peak : ceiling, limit + step));
    }

    /**
     * @param grantedAt when the refused call was let go
     * @param inFlight without it
     * @param stated the limit the refusal names. It is believed, upwards too, unless so few were in flight that others
     *     must be using the account
     */
    void refused(long now, long grantedAt, int inFlight, OptionalInt stated) {
        pace.refused(now - grantedAt);
        fullSince = now;
        boolean silent = stated.isEmpty();
        if (silent && (told && mode == Mode.HOLD || inFlight == 0)) {
            return;
        }
        int most = Math.min(ceiling, Math.max(1, stated.orElse(limit)));
        if (decreased && grantedAt - settledAt <= 0) {
            accepted--;
            set(Math.min(limit, silent ? Math.max(1, accepted) : most));
            return;
        }
        boolean shared = !silent && inFlight < most - most / 4;
        int lowered = silent || shared ? Math.min(most, lowered(inFlight)) : most;
        decreased(now, inFlight);
        set(lowered);
    }

    private int lowered(int inFlight) {
        int borne = Math.min(limit, inFlight);
        return Math.max(
                1,
                switch (mode) {
                    case RAMP -> borne;
                    case PROBE -> limit - 1;
                    case HOLD -> answersSinceDecrease < limit ? Math.min(borne, limit - Math.max(1, limit / 5)) : borne;
                });
    }

    private void decreased(long now, int inFlight) {
        doublings = mode == Mode.HOLD ? 1 - PROBES_AFTER_FALL : Math.min(MOST_DOUBLINGS, doublings + 1);
        settledAt = mode == Mode.RAMP ? now + pace.tick() : now;
        mode = Mode.HOLD;
        decreased = true;
        accepted = inFlight;
        answersSinceDecrease = 0;
        answersAtLimit = 0;
    }

    private void set(int changed) {
        full &= changed == limit;
        limit = changed;
    }
}
