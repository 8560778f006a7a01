package dev.atmar.load;

import dev.atmar.load.measure.Measurements;
import dev.atmar.load.measure.Summary;
import dev.atmar.load.plan.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run leaves: its results in the order of the tasks, and its summary. Of a run that was cancelled, those of the
 * requests that had been sent.
 *
 * @param measured what the summary was computed from, or null
 * @param charts what charts are drawn from, by name; empty unless the plan asks for details
 */
public record RunResult(List<Result> results, Summary summary, Measurements measured, JsonObject charts) {
    /**
     * With the details that the plan asks for.
     *
     * @param charts empty without details
     */
    static RunResult of(List<Result> results, Measurements measured, Plan plan, JsonObject charts) {
        Summary summary = Summary.of(measured, plan.slo(), plan.failIf());
        return new RunResult(results, summary, plan.keep().details() ? measured : null, charts);
    }

    /** What the answers take. */
    long answerBytes() {
        return results.stream().mapToLong(Result::answerBytes).sum();
    }

    /** The same, but that no answer was kept. */
    RunResult withoutAnswers() {
        long answers =
                results.stream().filter(result -> result.answer() != null).count();
        List<Result> rest = results.stream().map(Result::withoutAnswer).toList();
        Measurements known = measured == null ? null : measured.withoutResults(answers);
        return new RunResult(rest, summary.withoutResults(answers), known, charts);
    }

    /**
     * {@code {"results", "summary"}}; with details what {@link Measurements#toJson} tells too, {@code "histograms"} among
     * it, and the charts. It takes a while where there are many, so never on an event loop.
     */
    public JsonObject toJson() {
        List<JsonObject> list = new ArrayList<>(results.size());
        results.forEach(result -> list.add(result.toJson()));
        JsonObject json = new JsonObject().put("results", new JsonArray(list)).put("summary", summary.toJson());
        return measured == null ? json : json.mergeIn(measured.toJson()).mergeIn(charts);
    }
}
