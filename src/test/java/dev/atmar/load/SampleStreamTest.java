package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The requests of a run, as they are published. */
@ExtendWith(VertxExtension.class)
class SampleStreamTest {
    private final List<JsonObject> batches = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        Waiting.await(vertx.deployVerticle(new LoadVerticle(LoadSettings.of(new JsonObject()))));
        vertx.eventBus().<JsonObject>consumer(Addresses.LOAD_SAMPLES, message -> batches.add(message.body()));
    }

    private JsonObject plan(String path) {
        return new JsonObject()
                .put("url", upstream.url(path))
                .put("params_list", new JsonArray().add(1))
                .put("samples", true);
    }

    private List<JsonObject> rows() {
        List<JsonObject> rows = new ArrayList<>();
        for (JsonObject batch : batches) {
            JsonArray columns = batch.getJsonArray("columns");
            for (int i = 0; i < batch.getJsonArray("rows").size(); i++) {
                JsonArray row = batch.getJsonArray("rows").getJsonArray(i);
                JsonObject named = new JsonObject();
                assertThat(row).hasSameSizeAs(columns);
                for (int column = 0; column < columns.size(); column++) {
                    named.put(columns.getString(column), row.getValue(column));
                }
                rows.add(named);
            }
        }
        return rows;
    }

    private void awaitLast() {
        Waiting.until(
                "the last batch",
                () -> !batches.isEmpty() && batches.get(batches.size() - 1).getBoolean("last"));
    }

    @Test
    void everyRequestIsARowOnce_andTheLastBatchSaysSo() {
        Waiting.ask(vertx, Addresses.LOAD_RUN, plan("/echo").put("count", 1234).put("concurrent", 20));
        awaitLast();

        assertThat(rows().stream().map(row -> row.getLong("sequence")).collect(Collectors.toSet()))
                .isEqualTo(LongStream.range(0, 1234).boxed().collect(Collectors.toSet()));
        assertThat(rows()).hasSize(1234).allSatisfy(SampleStreamTest::assertClocks);
        assertThat(batches).filteredOn(batch -> batch.getBoolean("last")).hasSize(1);
        assertThat(batches)
                .allSatisfy(batch -> assertThat(batch.getJsonArray("rows")).hasSizeLessThanOrEqualTo(500));
    }

    private static void assertClocks(JsonObject row) {
        assertThat(row.getDouble("sent_ms")).isGreaterThanOrEqualTo(row.getDouble("intended_ms"));
        assertThat(row.getDouble("first_byte_ms")).isBetween(row.getDouble("sent_ms"), row.getDouble("end_ms"));
        assertThat(row.getDouble("response_ms"))
                .isCloseTo(row.getDouble("send_lag_ms") + row.getDouble("service_ms"), within());
        assertThat(row.getDouble("response_ms"))
                .isCloseTo(row.getDouble("end_ms") - row.getDouble("intended_ms"), within());
        assertThat(row.getInteger("status")).isEqualTo(200);
        assertThat(row.getString("error")).isNull();
        assertThat(row.getLong("bytes")).isEqualTo(1);
    }

    /** Each clock is rounded to the microsecond. */
    private static Offset<Double> within() {
        return Offset.offset(0.0021);
    }

    @Test
    void rowsOfARunThatLasts_doNotWaitForItsEnd() {
        JsonObject id = Waiting.ask(vertx, Addresses.LOAD_START, plan("/hold").put("count", 5));
        long before = System.currentTimeMillis();
        upstream.release(1);
        Waiting.until("a row", () -> !rows().isEmpty());

        assertThat(batches.get(0).getBoolean("last")).isFalse();
        assertThat(batches.get(0).getString("id")).isEqualTo(id.getString("id"));
        assertThat(rows().get(0).getDouble("start_ms")).isBetween(before - 60_000.0, before + 1000.0);
        Waiting.ask(vertx, Addresses.LOAD_CANCEL, id);
        awaitLast();

        assertThat(rows())
                .extracting(row -> row.getString("error"))
                .containsExactlyInAnyOrder(null, "cancelled", "cancelled", "cancelled");
    }

    @Test
    void whatWasNeverSent_hasNoTimeOfSending() {
        JsonObject refused = plan("/").put("url", "http://127.0.0.1:1/").put("count", 1);

        Waiting.ask(vertx, Addresses.LOAD_RUN, refused.put("concurrent", 1));
        awaitLast();

        JsonObject row = rows().get(0);
        assertThat(row.getString("error")).isNotBlank();
        assertThat(row.getValue("sent_ms")).isNull();
        assertThat(row.getValue("first_byte_ms")).isNull();
        assertThat(row.getValue("send_lag_ms")).isNull();
        assertThat(row.getValue("status")).isNull();
        assertThat(row.getDouble("end_ms")).isNotNegative();
    }

    @Test
    void aPlanThatDoesNotAsk_isNotPublished() {
        Waiting.ask(vertx, Addresses.LOAD_RUN, plan("/echo").put("count", 3).put("samples", false));
        Future<JsonObject> second =
                Waiting.request(vertx, Addresses.LOAD_RUN, plan("/echo").put("count", 2));
        Waiting.await(second);
        awaitLast();

        assertThat(rows()).hasSize(2);
    }
}
