package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.load.Progress.State;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.measure.Measurements;
import dev.atmar.load.measure.Span;
import dev.atmar.load.measure.Summary;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptRunsTest {
    private final KeptRuns kept =
            new KeptRuns(LoadSettings.of(new JsonObject().put("kept_bytes", 10).put("kept_runs", 3)));

    private void end(String id, int answerBytes) {
        assertThat(kept.reserve(answerBytes)).isTrue();
        Result answered = new Result("a", 200, Buffer.buffer("1".repeat(answerBytes)), null, 1, false);
        Result failed = new Result("b", 0, null, CallError.of(ErrorType.CLOSED, "gone"), 1, false);
        kept.add(
                new Progress(id, State.DONE, 2, 2L, 0, 1, 2),
                new RunResult(List.of(answered, failed), summary(), null, new JsonObject()));
    }

    private static Summary summary() {
        return Summary.of(Measurements.none(new Span(0, 1000)), null, List.of());
    }

    private boolean hasAnswers(String id) {
        return kept.get(id).result().answerBytes() > 0;
    }

    @Test
    void roomEnough_allKeepTheirAnswers() {
        end("first", 4);
        end("second", 6);

        assertThat(hasAnswers("first")).isTrue();
        assertThat(hasAnswers("second")).isTrue();
    }

    @Test
    void tooLittleRoom_theOldestLoseTheirAnswers_andTheirSummariesTellIt() {
        end("first", 4);
        end("second", 4);
        end("third", 5);

        assertThat(hasAnswers("first")).isFalse();
        assertThat(hasAnswers("second")).isTrue();
        assertThat(hasAnswers("third")).isTrue();
        RunResult first = kept.get("first").result();
        assertThat(first.results()).extracting(Result::omitted).containsExactly(true, false);
        assertThat(first.summary().resultsNotKept()).isEqualTo(1);
        assertThat(first.summary().errors()).isEqualTo(summary().errors());
    }

    @Test
    void anAnswerForWhichThereWouldBeNoRoomAnyway_costsNobodyAnything() {
        end("first", 4);

        assertThat(kept.reserve(11)).isFalse();

        assertThat(hasAnswers("first")).isTrue();
    }

    @Test
    void runsThatLast_shareTheRoomAndTakeNoneFromEachOther() {
        assertThat(kept.reserve(7)).isTrue();
        assertThat(kept.reserve(4)).isFalse();
        assertThat(kept.reserve(3)).isTrue();
        assertThat(kept.reserve(1)).isFalse();
    }

    @Test
    void aRunThatIsForgotten_givesItsRoomBack() {
        end("first", 7);
        end("second", 1);
        end("third", 1);
        end("fourth", 1);

        assertThat(kept.get("first")).isNull();
        end("fifth", 7);

        assertThat(hasAnswers("third")).isTrue();
        assertThat(hasAnswers("fourth")).isTrue();
        assertThat(hasAnswers("fifth")).isTrue();
    }
}
