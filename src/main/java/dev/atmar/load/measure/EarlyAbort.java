package dev.atmar.load.measure;

import dev.atmar.load.measure.Quantity.Settled;
import java.util.List;

/**
 * Whether a run that still lasts has failed already. A condition that could still turn out well does not end it: counts
 * and the slowest time end it at once when they are above their limit, for they only grow; what is an average, when a
 * hundred requests have ended and a second has passed; a rate after two. What has no value yet ends nothing.
 */
public final class EarlyAbort {
    private static final long LEAST_REQUESTS = 100;
    private static final double LEAST_MILLIS = 1000;
    private static final double RATE_MILLIS = 2000;

    private final List<Threshold> thresholds;

    public EarlyAbort(List<Threshold> thresholds) {
        this.thresholds = List.copyOf(thresholds);
    }

    /** The condition that came true, with the value it has; null: none did. */
    public String reason(Measurements soFar) {
        for (Threshold threshold : thresholds) {
            if (isSettled(threshold, soFar)) {
                Threshold.Verdict verdict = threshold.judge(soFar);
                if (verdict.breached() && verdict.value() != null) {
                    return threshold.text() + " (" + verdict.value() + verdict.unit() + ")";
                }
            }
        }
        return null;
    }

    private static boolean isSettled(Threshold threshold, Measurements soFar) {
        Settled settled = threshold.quantity().settled();
        if (settled == Settled.AT_THE_END) {
            return false;
        }
        if (settled == Settled.AT_ONCE) {
            return threshold.operator().isUpward();
        }
        double least = settled == Settled.AT_FULL_RATE ? RATE_MILLIS : LEAST_MILLIS;
        return soFar.counts().requests() >= LEAST_REQUESTS && soFar.elapsedMillis() >= least;
    }
}
