package dev.atmar.app;

import java.util.Locale;

/**
 * What a step showed.
 *
 * @param holds whether it is what the experiment is to reproduce
 * @param words for a person
 */
record DemoVerdict(boolean holds, String words) {
    /** A pause of the machine's that says nothing about what is measured; at scale 1 it is next to nothing. */
    private static final double NOISE_MILLIS = 250;

    /** Parallel: hardly longer than the slowest call; at most 1.2 times as long, and what a busy machine adds. */
    static DemoVerdict parallel(DemoMeasure measure) {
        double ratio = measure.wallMillis() / measure.slowestCallMillis();
        boolean holds = measure.allOk() && measure.wallMillis() <= atMost(measure.slowestCallMillis());
        return new DemoVerdict(
                holds,
                text("%s: %.2f x its slowest call%s", holds ? "parallel" : "NOT parallel", ratio, lost(measure)));
    }

    /** Serial: as long as the calls one after the other. */
    static DemoVerdict serial(DemoMeasure measure) {
        double ratio = measure.wallMillis() / measure.meanCallMillis();
        boolean holds = measure.allOk() && ratio > 0.9 * measure.calls();
        return new DemoVerdict(
                holds, text("%s: %.2f x one call%s", holds ? "serial" : "NOT serial", ratio, lost(measure)));
    }

    /** Shared: all are answered, each so many times slower. */
    static DemoVerdict shared(DemoMeasure measure) {
        double ratio = measure.medianMillis() / measure.meanCallMillis();
        boolean holds = measure.allOk() && ratio > 2;
        return new DemoVerdict(holds, text("each at 1/%.1f of its speed: the upstream shares%s", ratio, lost(measure)));
    }

    /**
     * Refused: the account bears its limit and not one more at once; what is beyond it is answered 429, and the callers
     * see it. How many that are depends on how many answers come before the last question.
     */
    static DemoVerdict refused(DemoMeasure measure) {
        boolean holds = measure.peak() == DemoStage.ACCOUNT_LIMIT
                && measure.ok() >= DemoStage.ACCOUNT_LIMIT
                && measure.rejected() == measure.failed()
                && measure.rejected() > measure.calls() / 2;
        return new DemoVerdict(holds, text("%d answered, %d refused (429)", measure.ok(), measure.rejected()));
    }

    /** Queued: all are answered, in as many waves as the limit makes of them, and the upstream refuses none. */
    static DemoVerdict queued(DemoMeasure measure) {
        boolean holds = fillsWaves(measure) && measure.rejected() == 0;
        return new DemoVerdict(holds, text("%d answered, no 429: %s%s", measure.ok(), waves(measure), lost(measure)));
    }

    /** Found: the same, but that the upstream refuses a few, of which no caller hears. */
    static DemoVerdict found(DemoMeasure measure) {
        boolean holds = fillsWaves(measure) && measure.rejected() < measure.calls() / 10;
        return new DemoVerdict(
                holds,
                text(
                        "%d answered, no 429 (%d kept from them): %s%s",
                        measure.ok(), measure.rejected(), waves(measure), lost(measure)));
    }

    private static boolean fillsWaves(DemoMeasure measure) {
        return measure.allOk()
                && measure.peak() == DemoStage.ACCOUNT_LIMIT
                && measure.wallMillis() <= atMost(idealMillis(measure));
    }

    private static double idealMillis(DemoMeasure measure) {
        return waveCount(measure) * measure.meanCallMillis();
    }

    private static double waveCount(DemoMeasure measure) {
        return Math.ceil((double) measure.calls() / DemoStage.ACCOUNT_LIMIT);
    }

    private static String waves(DemoMeasure measure) {
        return text("%.2f x %.0f waves", measure.wallMillis() / idealMillis(measure), waveCount(measure));
    }

    private static double atMost(double millis) {
        return 1.2 * millis + NOISE_MILLIS;
    }

    private static String lost(DemoMeasure measure) {
        return measure.allOk() ? "" : text("; %d of %d FAILED", measure.failed(), measure.calls());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
