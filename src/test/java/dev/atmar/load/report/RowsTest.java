package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class RowsTest {
    private static final JsonArray COLUMNS = JsonArray.of("sequence", "task_id", "start_ms", "ttft_ms", "warmup");

    private static JsonObject batch(JsonArray... rows) {
        return new JsonObject().put("columns", COLUMNS).put("rows", JsonArray.of((Object[]) rows));
    }

    @Test
    void csv_quotesWhatNeedsIt_andLeavesOutWhatIsNotThere() {
        JsonObject batch = batch(
                JsonArray.of(7, "a,\"b\"\nc", 1795404838046.57, null, true), JsonArray.of(8, "d", 0.25, 12.5, false));

        assertThat(Rows.CSV.header(COLUMNS)).isEqualTo("sequence,task_id,start_ms,ttft_ms,warmup\n");
        assertThat(Rows.CSV.lines(batch))
                .isEqualTo("7,\"a,\"\"b\"\"\nc\",1795404838046.57,,true\n8,d,0.25,12.5,false\n");
    }

    @Test
    void jsonLines_areObjects_withoutExponents() {
        String lines = Rows.JSON_LINES.lines(batch(JsonArray.of(7, "a\"\n", 1795404838046.57, null, true)));

        assertThat(lines).hasLineCount(1).endsWith("\n").contains("1795404838046.57");
        assertThat(new JsonObject(lines))
                .isEqualTo(new JsonObject()
                        .put("sequence", 7)
                        .put("task_id", "a\"\n")
                        .put("start_ms", 1795404838046.57)
                        .putNull("ttft_ms")
                        .put("warmup", true));
        assertThat(Rows.JSON_LINES.header(COLUMNS)).isEmpty();
    }
}
