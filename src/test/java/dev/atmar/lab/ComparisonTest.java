package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ComparisonTest {
    private static final int CONCURRENT = 6;
    private static final int POOL = 3;
    private static final long SLEEP = 400;

    /** Every way once, six sleeps of 400 ms each. */
    private static List<Row> compare(Vertx vertx, Lab lab, List<Way> ways) {
        List<Row> rows = new ArrayList<>();
        Lab.done(new Comparison(vertx, lab.url() + "/").run(new ComparisonRequest(ways, CONCURRENT, SLEEP), rows::add));
        return rows;
    }

    @Test
    void everyWay_showsHowManyReallyRanAtOnce(Vertx vertx) {
        JsonObject pools = new JsonObject().put("execute_blocking_pool", POOL).put("coroutine_pool", POOL);
        try (Lab lab = Lab.start(vertx, pools)) {
            List<Row> rows = compare(vertx, lab, List.of(Way.values()));
            assertThat(rows).extracting(Row::way).containsExactly(Way.values());
            int virtual = Runtime.version().feature() >= 21 ? CONCURRENT : 0;
            assertThat(rows)
                    .extracting(Row::ranAtOnce)
                    .containsExactly(1, 1, POOL, virtual, CONCURRENT, CONCURRENT, POOL);
            assertThat(rows).allSatisfy(row -> assertThat(row.errors()).isEmpty());
            assertThat(rows).filteredOn(Row::isMeasured).allSatisfy(ComparisonTest::isPlausible);
        }
    }

    private static void isPlausible(Row row) {
        double waves = Math.ceil((double) CONCURRENT / row.ranAtOnce());
        assertThat(row.wallMs()).isGreaterThan(waves * SLEEP * 0.95);
        assertThat(row.p50Ms()).isGreaterThan(SLEEP * 0.95).isLessThanOrEqualTo(row.p99Ms());
        assertThat(row.p99Ms()).isLessThanOrEqualTo(row.maxMs());
        assertThat(row.maxMs()).isLessThanOrEqualTo(row.wallMs());
    }

    @Test
    void theNeighbour_isHeldUpBySleepsOnTheEventLoopAlone(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            List<Row> rows = compare(vertx, lab, List.of(Way.BLOCKING, Way.ORDERED, Way.ASYNC));
            assertThat(rows.get(0).neighbourWorstMs()).isGreaterThan(SLEEP * 0.9);
            assertThat(rows.get(1).neighbourWorstMs()).isLessThan(rows.get(0).neighbourWorstMs() / 2);
            assertThat(rows.get(2).neighbourWorstMs()).isLessThan(rows.get(0).neighbourWorstMs() / 2);
        }
    }

    @Test
    void theResult_holdsTheRowsThatWereHandedOut(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            JsonArray handedOut = new JsonArray();
            JsonObject result = Lab.done(new Comparison(vertx, lab.url())
                    .run(new ComparisonRequest(List.of(Way.ASYNC), 2, 50), row -> handedOut.add(row.toJson())));
            assertThat(result.getJsonArray("rows")).isEqualTo(handedOut);
            assertThat(handedOut.getJsonObject(0).fieldNames())
                    .contains("way", "path", "concurrent", "ms", "wall_ms", "ran_at_once", "p50_ms", "p99_ms")
                    .contains("max_ms", "neighbour_worst_ms", "errors", "verdict");
        }
    }

    @Test
    void startedOnTheLabsOwnEventLoop_itStillRunsOnItsOwn(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            ComparisonRequest request = new ComparisonRequest(List.of(Way.BLOCKING), 2, SLEEP);
            JsonObject result = Lab.done(lab.vertx
                    .timer(1)
                    .compose(onTheLabsLoop -> new Comparison(vertx, lab.url()).run(request, row -> {})));
            JsonObject row = result.getJsonArray("rows").getJsonObject(0);
            assertThat(row.getDouble("neighbour_worst_ms")).isGreaterThan(SLEEP * 0.9);
            assertThat(row.getDouble("wall_ms")).isGreaterThan(2 * SLEEP * 0.95);
        }
    }

    @Test
    void requestsThatTheLabRefuses_areErrorsOfTheirRow(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("sleep_ms", 1).put("max_sleep_ms", 10))) {
            List<Row> rows = compare(vertx, lab, List.of(Way.ASYNC, Way.ORDERED));
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.errors()).containsOnlyKeys("http_400").containsValue(CONCURRENT);
                assertThat(row.verdict()).isEqualTo("failed");
                assertThat(row.reason()).contains("ms: value: 400");
                assertThat(row.toJson().getValue("wall_ms")).isNull();
            });
        }
    }

    @Test
    void aLabThatIsNotThere_failsTheComparison(Vertx vertx) throws IOException {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        Comparison comparison = new Comparison(vertx, "http://127.0.0.1:" + nobody);
        ComparisonRequest request = new ComparisonRequest(List.of(Way.ASYNC), 2, 10);
        assertThatThrownBy(() -> Lab.done(comparison.run(request, row -> {}))).isInstanceOf(ConnectException.class);
    }
}
