package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Seen;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DetailsTest {
    private static final long START = 1_000_000_007L;

    private final Details details = new Details("http://peer/", START);
    private long sequence;

    private static long at(double millis) {
        return START + Math.round(millis * 1e6);
    }

    private void add(double from, double to, Outcome outcome, boolean warmup, String timing) {
        Timings timings = new Timings(at(from), at(from), Sending.ON_OPEN_CONNECTION, at(from), at(to) - 1000, at(to));
        Seen seen = new Seen(0, null, timing, null);
        details.add(new Sample(sequence, "task" + sequence++, warmup, timings, outcome, seen));
    }

    private void add(double from, double to) {
        add(from, to, Outcome.succeeded(200, null), false, null);
    }

    private JsonObject timeline() {
        return details.toJson().getJsonObject("timeline");
    }

    private static double mean(JsonArray values) {
        return values.stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .average()
                .orElseThrow();
    }

    @Test
    void inFlight_isTheMeanOverEachInterval() {
        add(50, 250);
        add(100, 200);
        add(299, 300);

        assertThat(timeline().getJsonArray("in_flight")).containsExactly(0.5, 2.0, 0.51, 0.0);
        assertThat(timeline().getJsonArray("ended")).containsExactly(0L, 0L, 2L, 1L);
        assertThat(timeline().getJsonArray("started")).containsExactly(1L, 1L, 1L, 0L);
    }

    @Test
    void aTimeBelongsToWhereItWasDue_anErrorToWhereItEnded() {
        add(0, 150);
        add(0, 150, Outcome.failed(CallError.of(ErrorType.TIMEOUT, "x")), false, null);

        JsonArray max = timeline().getJsonObject("response_ms").getJsonArray("max");
        assertThat(max.getDouble(0)).isCloseTo(150, within(1.5));
        assertThat(max.getValue(1)).isNull();
        assertThat(timeline().getJsonObject("errors").getJsonArray("timeout")).containsExactly(0L, 1L);
    }

    @Test
    void aDay_takesNoMoreThan300Intervals_andLosesNothing() {
        double step = TimeUnit.DAYS.toMillis(1) / 10_000.0;
        for (int i = 0; i < 10_000; i++) {
            add(i * step, i * step + 3 * step);
        }

        assertThat(timeline().getJsonArray("ended")).hasSizeBetween(150, 300);
        assertThat(timeline().getJsonArray("ended").stream()
                        .mapToLong(ended -> (Long) ended)
                        .sum())
                .isEqualTo(10_000);
        double length = timeline().getDouble("interval_ms")
                * timeline().getJsonArray("ended").size();
        assertThat(mean(timeline().getJsonArray("in_flight"))).isCloseTo(30_000 * step / length, within(0.001));
    }

    @Test
    void single_theFirst500AndTheSlowest20() {
        for (int i = 0; i < 2000; i++) {
            add(i, i + 1 + (i == 1500 ? 99 : i % 7));
        }

        JsonArray tasks = details.toJson().getJsonArray("tasks");
        assertThat(tasks).hasSize(500);
        assertThat(tasks.getJsonObject(499).getString("task_id")).isEqualTo("task499");
        JsonArray slowest = details.toJson().getJsonArray("slowest");
        assertThat(slowest).hasSize(20);
        assertThat(slowest.getJsonObject(0).getString("task_id")).isEqualTo("task1500");
    }

    @Test
    void theWarmup_isInTheTimelineOnly() {
        add(0, 10, Outcome.succeeded(200, null), true, "db;dur=1");
        add(20, 30, Outcome.succeeded(200, null), false, "relay;dur=2");

        assertThat(timeline().getJsonArray("ended")).containsExactly(2L);
        assertThat(details.toJson().getJsonArray("tasks")).hasSize(1);
        assertThat(details.toJson().getJsonObject("hops").fieldNames()).containsExactly("relay");
    }
}
