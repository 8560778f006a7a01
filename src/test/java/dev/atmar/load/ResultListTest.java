package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ResultListTest {
    private final LoadSettings settings = LoadSettings.of(new JsonObject().put("kept_bytes", 10));
    private final Plan plan = Plan.fromJson(
            new JsonObject()
                    .put("url", "bus:x")
                    .put("params_list", new JsonArray().add(0).add(1).add(2)),
            settings);
    private final ResultList results = new ResultList(plan, settings, new KeptRuns(settings));

    private static Result answered(String id, int bytes) {
        Buffer answer = Buffer.buffer("1".repeat(bytes));
        return new Result(id, 200, answer, null, 1.5, false);
    }

    @Test
    void addedInAnyOrder_theyComeInTheirOwn() {
        results.add(2, answered("c", 1));
        results.add(0, answered("a", 1));

        assertThat(results.toList()).extracting(Result::taskId).containsExactly("a", "c");
    }

    @Test
    void moreBytesThanAreKept_theAnswerIsLeftOutAndItsResultStays() {
        results.add(0, answered("a", 6));
        results.add(1, answered("b", 5));
        results.add(2, answered("c", 4));

        assertThat(results.toList()).extracting(Result::omitted).containsExactly(false, true, false);
        assertThat(results.notKept()).isEqualTo(1);
        assertThat(results.toList().get(1).toJson())
                .isEqualTo(new JsonObject()
                        .put("task_id", "b")
                        .put("status", 200)
                        .put("ms", 1.5)
                        .put("result_omitted", true));
    }
}
