package dev.atmar.load;

import dev.atmar.load.measure.Summary;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run leaves: its results in the order of the tasks, and its summary. Of a run that was cancelled, those of the
 * requests that had been sent.
 *
 * @param details what charts are drawn from, by name; empty unless the plan asks for them
 */
public record RunResult(List<Result> results, Summary summary, JsonObject details) {
    public RunResult(List<Result> results, Summary summary) {
        this(results, summary, new JsonObject());
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
        return new RunResult(rest, summary.withoutResults(answers), details);
    }

    /** {@code {"results", "summary"}}, and the details beside them. It takes a while where there are many, so never on an event loop. */
    public JsonObject toJson() {
        List<JsonObject> list = new ArrayList<>(results.size());
        results.forEach(result -> list.add(result.toJson()));
        return new JsonObject()
                .put("results", new JsonArray(list))
                .put("summary", summary.toJson())
                .mergeIn(details);
    }
}
