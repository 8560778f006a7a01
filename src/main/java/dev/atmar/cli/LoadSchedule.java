package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import picocli.CommandLine.Option;

/** When {@code load} sends its requests, and for how long. */
final class LoadSchedule {
    private static final int DEFAULT_CONCURRENT = 3;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            description = "the closed model: requests in flight at once (default: " + DEFAULT_CONCURRENT + ")")
    private Integer concurrent;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            converter = Rates.One.class,
            description = "the open model: requests begun per second, whatever the server does; 50, 50/s, 300/m")
    private Double rate;

    @Option(
            names = "--ramp",
            paramLabel = "RATE..RATE",
            converter = Rates.Ramp.class,
            description = "a rate that changes evenly over --duration, e.g. 10..200")
    private Rates ramp;

    @Option(
            names = "--steps",
            paramLabel = "RATE,RATE,…",
            converter = Rates.Steps.class,
            description = "one rate after the other, in equal parts of --duration, or for --step each; e.g. 10,20,50")
    private Rates steps;

    @Option(
            names = "--step",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "how long each of --steps lasts")
    private Duration step;

    @Option(
            names = "--poisson",
            description = "random arrivals at that rate, as of many independent callers; else evenly spaced")
    private boolean poisson;

    @Option(names = "--seed", paramLabel = "N", description = "of --poisson: the same seed, the same arrivals")
    private Long seed;

    @Option(
            names = "--max-in-flight",
            paramLabel = "N",
            description = "with a rate: what is due beyond it is sent late, and says so (default: 10000)")
    private Integer maxInFlight;

    @Option(names = "--count", paramLabel = "N", description = "how many requests in all")
    private Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "for how long, e.g. 10s")
    private Duration duration;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "requests due within this time from the start are not counted")
    private Duration warmup;

    @Option(
            names = "--slice",
            paramLabel = "I/N",
            converter = Slices.class,
            description = "only the I-th of N equal parts, e.g. 1/3: the others are for other clients")
    private Slices.Part slice;

    /**
     * @param tasks how many different requests there are
     */
    void putInto(JsonObject plan, int tasks) {
        refuseContradictions();
        if (isOpen()) {
            putOpen(plan, tasks);
        } else {
            putClosed(plan, tasks);
        }
        putIf(plan, "duration_ms", length() == null ? null : length().toMillis());
        putIf(plan, "warmup_ms", warmup == null ? null : warmup.toMillis());
        putIf(plan, "slice", slice == null ? null : slice.toJson());
    }

    private void refuseContradictions() {
        Given.atMostOne("--rate", rate, "--ramp", ramp);
        Given.atMostOne("--rate", rate, "--steps", steps);
        Given.atMostOne("--ramp", ramp, "--steps", steps);
        Given.atMostOne("--count", count, "--duration", duration);
        Given.atMostOne("--step", step, "--duration", duration);
        Given.needs("--step", step != null, "--steps", steps != null);
        Given.needs("--ramp", ramp != null, "--duration", duration != null);
        Given.needs("--steps", steps != null, "--duration or --step", length() != null);
        Given.needs("--seed", seed != null, "--poisson", poisson);
        if (isOpen()) {
            Given.atMostOne("--concurrent", concurrent, "--rate, --ramp or --steps", true);
        } else {
            Given.needs("--poisson", poisson, "--rate, --ramp or --steps", false);
            Given.needs("--max-in-flight", maxInFlight != null, "--rate, --ramp or --steps", false);
        }
    }

    private boolean isOpen() {
        return rate != null || ramp != null || steps != null;
    }

    private Duration length() {
        boolean each = step != null && steps != null;
        return each ? step.multipliedBy(steps.perSecond().size()) : duration;
    }

    private void putOpen(JsonObject plan, int tasks) {
        if (length() == null && count == null && tasks == 1) {
            throw new SettingsException("--rate", "no end (expected: --duration or --count beside it)");
        }
        putIf(plan, "rate", rate);
        putIf(plan, "stages", stages());
        putIf(plan, "arrivals", poisson ? "poisson" : null);
        putIf(plan, "seed", seed);
        putIf(plan, "max_in_flight", maxInFlight);
        putIf(plan, "count", count);
    }

    private JsonArray stages() {
        if (ramp != null) {
            return new JsonArray()
                    .add(stage(ramp.perSecond().get(0), ramp.perSecond().get(1), duration));
        }
        if (steps == null) {
            return null;
        }
        JsonArray stages = new JsonArray();
        Duration each = length().dividedBy(steps.perSecond().size());
        steps.perSecond().forEach(perSecond -> stages.add(stage(perSecond, perSecond, each)));
        return stages;
    }

    private static JsonObject stage(double from, double to, Duration lasts) {
        return new JsonObject().put("from", from).put("to", to).put("duration_ms", lasts.toMillis());
    }

    /** Without a length: each task once, a single one as often as it is sent at once. */
    private void putClosed(JsonObject plan, int tasks) {
        long atOnce = concurrent == null ? DEFAULT_CONCURRENT : concurrent;
        plan.put("concurrent", atOnce);
        boolean once = count == null && duration == null && tasks == 1;
        putIf(plan, "count", once ? Long.valueOf(atOnce) : count);
    }

    private static void putIf(JsonObject plan, String field, Object value) {
        if (value != null) {
            plan.put(field, value);
        }
    }
}
