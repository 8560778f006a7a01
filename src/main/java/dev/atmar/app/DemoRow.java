package dev.atmar.app;

import io.vertx.core.json.JsonObject;

/**
 * A step of the demo as it was measured. Times are in milliseconds.
 *
 * @param original what the original experiment saw
 * @param fullScaleMillis the measured time, as it would be at scale 1
 * @param holds whether it shows what it is to show
 * @param verdict in words
 * @param lesson what is to be learnt when it holds; null where there is nothing new
 */
public record DemoRow(
        String step,
        String original,
        long calls,
        long ok,
        double wallMillis,
        double fullScaleMillis,
        boolean holds,
        String verdict,
        String lesson) {
    static DemoRow of(DemoStep step, DemoMeasure measure, Scale scale) {
        DemoVerdict verdict = step.judge().apply(measure);
        return new DemoRow(
                step.name(),
                step.original(),
                measure.calls(),
                measure.ok(),
                measure.wallMillis(),
                scale.full(measure.wallMillis()),
                verdict.holds(),
                verdict.words(),
                step.lesson());
    }

    public JsonObject toJson() {
        return new JsonObject()
                .put("step", step)
                .put("original", original)
                .put("calls", calls)
                .put("ok", ok)
                .put("wall_ms", wallMillis)
                .put("full_scale_ms", fullScaleMillis)
                .put("holds", holds)
                .put("verdict", verdict)
                .put("lesson", lesson);
    }
}
