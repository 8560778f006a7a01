package dev.atmar.load.measure;

import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import java.util.concurrent.TimeUnit;

/** When requests were sent, and when they should have been: the first and the last of each. Nanoseconds. */
public final class Sendings implements Samples {
    private static final double ALLOWED = 0.005;

    /** What a machine is late by, however few requests there are. */
    private static final long ALLOWED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final boolean open;
    private long requests;
    private long firstDue;
    private long lastDue;
    private long firstSent;
    private long lastSent;

    public Sendings(boolean open) {
        this.open = open;
    }

    @Override
    public void add(Sample sample) {
        Timings timings = sample.timings();
        if (sample.warmup() || timings.sending() == Sending.NEVER) {
            return;
        }
        boolean first = requests == 0;
        firstDue = first || timings.intended() - firstDue < 0 ? timings.intended() : firstDue;
        lastDue = first || timings.intended() - lastDue > 0 ? timings.intended() : lastDue;
        firstSent = first || timings.sent() - firstSent < 0 ? timings.sent() : firstSent;
        lastSent = first || timings.sent() - lastSent > 0 ? timings.sent() : lastSent;
        requests++;
    }

    /**
     * @param notSent requests that were due and never sent
     */
    public Pace pace(long notSent) {
        return new Pace(open, open ? rate(lastDue - firstDue) : 0, rate(sendingTook()), notSent);
    }

    private double rate(long nanos) {
        return requests < 2 || nanos <= 0 ? 0 : Math.round((requests - 1) * 1e12 / nanos) / 1e3;
    }

    /**
     * An open run's sending begins when the first one is due: were it counted from the first that was sent, then one that
     * waited for the first connection would make the rest look too fast.
     */
    private long sendingTook() {
        return lastSent - (open ? firstDue : firstSent);
    }

    /** Whether it took longer to send them than the schedule has it, by more than half a percent. */
    boolean areTooSlow() {
        long planned = lastDue - firstDue;
        return open && requests > 1 && sendingTook() - planned > Math.max(ALLOWED_NANOS, planned * ALLOWED);
    }
}
