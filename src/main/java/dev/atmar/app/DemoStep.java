package dev.atmar.app;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * A step of the experiment.
 *
 * @param name what is called, and how many times at once
 * @param original what the original experiment saw
 * @param plan what is sent, for {@code atmar.load.run}
 * @param upstream the simulated upstream behind it, whose statistics are read; null for the lab
 * @param judge what the measurement means
 * @param lesson what is to be learnt from it, in a sentence; null where there is nothing new
 */
record DemoStep(
        String name,
        String original,
        JsonObject plan,
        String upstream,
        Function<DemoMeasure, DemoVerdict> judge,
        String lesson) {
    DemoStep teaching(String sentence) {
        return new DemoStep(name, original, plan, upstream, judge, sentence);
    }
}
