package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What goes wrong with one task goes wrong with that task alone. */
@ExtendWith(VertxExtension.class)
class LoadFaultsTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    private Vertx vertx;
    private Upstream upstream;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        LoadSettings small = LoadSettings.of(new JsonObject().put("max_answer_bytes", 50_000));
        Waiting.await(vertx.deployVerticle(new LoadVerticle(small)));
    }

    /** One call to {@code url} between two that succeed. */
    private JsonObject among(String url, JsonObject more) {
        JsonObject good = new JsonObject().put("url", upstream.url("/echo")).put("params", 1);
        JsonObject bad = new JsonObject().put("url", url).put("params", 1);
        JsonArray tasks = new JsonArray().add(good).add(bad).add(good.copy());
        return Waiting.ask(
                vertx, Addresses.LOAD_RUN, new JsonObject().put("tasks", tasks).mergeIn(more));
    }

    private JsonObject errorOf(String url, JsonObject more) {
        JsonObject reply = among(url, more);
        JsonArray results = reply.getJsonArray("results");
        assertThat(results.getJsonObject(0).getInteger("status")).isEqualTo(200);
        assertThat(results.getJsonObject(2).getInteger("status")).isEqualTo(200);
        JsonObject failed = results.getJsonObject(1);
        JsonObject error = failed.getJsonObject("error");
        assertThat(failed.getString("task_id")).isEqualTo("task_00001");
        assertThat(failed.getDouble("ms")).isNotNegative();
        assertThat(error.getString("message")).isNotBlank().hasSizeLessThan(250);
        assertThat(reply.getJsonObject("summary").getJsonObject("errors"))
                .isEqualTo(new JsonObject().put(error.getString("type"), 1));
        assertThat(reply.getJsonObject("summary").getInteger("ok")).isEqualTo(2);
        return error;
    }

    private JsonObject errorOf(String url) {
        return errorOf(url, new JsonObject());
    }

    @Test
    void nobodyListens_refused() {
        assertThat(errorOf(RawPeer.refusingUrl()).getString("type")).isEqualTo("refused");
    }

    @Test
    void theNameDoesNotResolve_hostNotFound() {
        assertThat(errorOf("http://no-such-host.invalid/").getString("type")).isEqualTo("host_not_found");
    }

    @Test
    void notJson_whereJsonIsExpected() {
        JsonObject error = errorOf(upstream.url("/text"));

        assertThat(error.getString("type")).isEqualTo("not_json");
        assertThat(error.getString("message")).contains("no JSON here");
    }

    @Test
    void aStatusOf404_isAFailureWithItsWords() {
        JsonObject error = errorOf(upstream.url("/nowhere"));

        assertThat(error.getString("type")).isEqualTo("status");
        assertThat(error.getInteger("status")).isEqualTo(404);
        assertThat(error.getString("message")).isEqualTo("no such page");
    }

    @Test
    void anErrorInOpenAisShape_itsMessageIsToldShortened() {
        JsonObject error = errorOf(upstream.url("/slow-down"), new JsonObject().put("expect", "status"));

        assertThat(error.getInteger("status")).isEqualTo(429);
        assertThat(error.getString("message")).startsWith("slow down down").hasSize(201);
    }

    @Test
    void noAnswerInTime_timeoutAndTheRequestIsReset() {
        JsonObject error = errorOf(upstream.url("/never"), new JsonObject().put("timeout_ms", 500));

        assertThat(error.getString("type")).isEqualTo("timeout");
        Waiting.until("the server sees the reset", () -> upstream.reset.get() == 1);
        assertThat(upstream.inFlight).hasValue(0);
    }

    @Test
    void theBodyStalls_timeoutAndTheConnectionIsClosed() {
        try (RawPeer peer = RawPeer.silentAfter(HEAD + "content-length: 10\r\n\r\n[1,")) {
            JsonObject error = errorOf(peer.url(), new JsonObject().put("timeout_ms", 500));

            assertThat(error.getString("type")).isEqualTo("timeout");
            Waiting.until("the peer sees the close", () -> peer.left.get() == 1);
        }
    }

    @Test
    void theConnectionClosesWithoutAnswer_closed() {
        try (RawPeer peer = RawPeer.cuttingAfter("")) {
            assertThat(errorOf(peer.url()).getString("type")).isEqualTo("closed");
        }
    }

    @Test
    void theConnectionClosesWithinTheBody_closedAndNotAnAnswer() {
        try (RawPeer peer = RawPeer.cuttingAfter(HEAD + "content-length: 10\r\n\r\n[1]")) {
            assertThat(errorOf(peer.url()).getString("type")).isEqualTo("closed");
        }
    }

    @Test
    void theConnectionClosesWithinAChunk_closedAndNotAnAnswer() {
        try (RawPeer peer = RawPeer.cuttingAfter(HEAD + "transfer-encoding: chunked\r\n\r\n3\r\n[1]\r\n")) {
            assertThat(errorOf(peer.url()).getString("type")).isEqualTo("closed");
        }
    }

    @Test
    void whatIsNotHttp_failsThatTask() {
        try (RawPeer peer = RawPeer.cuttingAfter("SSH-2.0-OpenSSH\r\n\r\n")) {
            assertThat(errorOf(peer.url()).getString("type")).isIn("other", "closed");
        }
    }

    @Test
    void httpsToAPeerWithoutTls_connect() {
        String url = upstream.url("/echo").replace("http:", "https:");

        assertThat(errorOf(url).getString("type")).isEqualTo("connect");
    }

    @Test
    void theAnswerIsTooLong_itIsNotReadToItsEnd() {
        assertThat(errorOf(upstream.url("/big")).getString("type")).isEqualTo("too_large");
        assertThat(errorOf(upstream.url("/big"), new JsonObject().put("expect", "status"))
                        .getString("type"))
                .isEqualTo("too_large");
    }

    @Test
    void oneSlotAndManyTimeouts_theSlotIsNeverLost() {
        JsonObject plan = new JsonObject()
                .put("url", upstream.url("/never"))
                .put("params_list", new JsonArray().add(1).add(2).add(3).add(4))
                .put("concurrent", 1)
                .put("timeout_ms", 100);

        JsonObject summary = Waiting.ask(vertx, Addresses.LOAD_RUN, plan).getJsonObject("summary");

        assertThat(summary.getJsonObject("errors")).isEqualTo(new JsonObject().put("timeout", 4));
        assertThat(upstream.requests).hasValue(4);
        assertThat(upstream.peak).hasValueLessThanOrEqualTo(2);
        Waiting.until("nothing is in flight", () -> upstream.connections.get() == 0);
    }
}
