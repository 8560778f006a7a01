package dev.atmar.app;

import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.util.List;

/** A simulated upstream, every account of which bears so many calls at once, each of 500 ms ± 20 %. */
final class LimitedUpstream {
    static final int LATENCY_MILLIS = 500;

    private final String url;
    private final WebClient client;

    private LimitedUpstream(Vertx vertx, String url) {
        this.url = url;
        this.client = WebClient.create(vertx);
    }

    static LimitedUpstream deploy(Vertx vertx, int accountLimit) {
        SimulatorVerticle simulator = new SimulatorVerticle(SimulatorSettings.of(new JsonObject()
                .put("port", 0)
                .put("latency_ms", LATENCY_MILLIS)
                .put("spread_ms", LATENCY_MILLIS / 5)
                .put("tokens", 8)
                .put("account_limit", accountLimit)));
        Waiting.await(vertx.deployVerticle(simulator));
        return new LimitedUpstream(vertx, "http://127.0.0.1:" + simulator.port());
    }

    /** What chat routes are asked for. */
    String base() {
        return url + "/v1";
    }

    /** For {@code relay.accounts}. */
    JsonObject account(String name, Object limit, String... keys) {
        return new JsonObject()
                .put("name", name)
                .put("url", base())
                .put("keys", new JsonArray(List.of(keys)))
                .put("limit", limit);
    }

    /** From now on. What was counted so far is forgotten, so that the peak is the new limit's. */
    void limit(int accountLimit) {
        Waiting.await(
                client.postAbs(url + "/control").sendJsonObject(new JsonObject().put("account_limit", accountLimit)));
        forget();
    }

    /** Forgets what was counted. */
    void forget() {
        Waiting.await(client.postAbs(url + "/stats/reset").send());
    }

    /** In all: {@code {"inflight", "peak", "finished", "rejected", "accounts", …}}. */
    JsonObject stats() {
        return Waiting.await(client.getAbs(url + "/stats").send()).bodyAsJsonObject();
    }

    int rejected() {
        return stats().getInteger("rejected");
    }

    int peak() {
        return stats().getInteger("peak");
    }
}
