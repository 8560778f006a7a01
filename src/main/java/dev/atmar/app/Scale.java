package dev.atmar.app;

import dev.atmar.settings.SettingsException;

/**
 * How much faster than the original experiment the demo runs.
 *
 * @param factor 1 is the real thing, 0.1 a tenth of its times
 */
public record Scale(double factor) {
    /**
     * @throws SettingsException when it is not within 0.01 and 1
     */
    public Scale {
        if (!(factor >= 0.01 && factor <= 1)) {
            throw new SettingsException("--scale", "value: " + factor + " (expected: 0.01 to 1)");
        }
    }

    /** A time of the original in milliseconds, at this scale. */
    long of(long originalMillis) {
        return Math.max(1, Math.round(originalMillis * factor));
    }

    /** A time measured here in milliseconds, as it would be at full scale. */
    double full(double measuredMillis) {
        return measuredMillis / factor;
    }
}
