package dev.atmar.simulator;

import dev.atmar.settings.SimulatorSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A simulator on a port of its own, and a client of it. Called from the test's thread, which may wait. */
final class TestSimulator {
    static final String KEY = "sk-first.1";
    private static final long PATIENCE_SECONDS = 30;

    private final SimulatorVerticle verticle;
    private final WebClient client;

    /**
     * @param changes over quick defaults: 20 ms of latency, always the same, and eight tokens
     */
    TestSimulator(Vertx vertx, JsonObject changes) {
        JsonObject quick = new JsonObject()
                .put("port", 0)
                .put("latency_ms", 20)
                .put("spread_ms", 0)
                .put("tokens", 8);
        verticle = new SimulatorVerticle(SimulatorSettings.of(quick.mergeIn(changes)));
        await(vertx.deployVerticle(verticle));
        client = WebClient.create(
                vertx, new WebClientOptions().setDefaultPort(port()), new PoolOptions().setHttp1MaxSize(1000));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came of it in " + PATIENCE_SECONDS + " s", e);
        }
    }

    static JsonObject question() {
        JsonObject message = new JsonObject().put("role", "user").put("content", "介绍三个北京必去的旅游景点。");
        return new JsonObject().put("model", "deepseek-flash").put("messages", new JsonArray().add(message));
    }

    static JsonObject question(Fault fault) {
        return question().put("simulator", new JsonObject().put("fault", fault.toString()));
    }

    static JsonObject streamed() {
        return question().put("stream", true);
    }

    int port() {
        return verticle.port();
    }

    Future<HttpResponse<Buffer>> send(String key, JsonObject body) {
        return client.post("/chat/completions").bearerTokenAuthentication(key).sendJsonObject(body);
    }

    HttpResponse<Buffer> ask(String key, JsonObject body) {
        return await(send(key, body));
    }

    HttpResponse<Buffer> ask(JsonObject body) {
        return ask(KEY, body);
    }

    HttpResponse<Buffer> get(String path) {
        return await(client.get(path).bearerTokenAuthentication(KEY).send());
    }

    HttpResponse<Buffer> call(HttpMethod method, String path, Buffer body) {
        return await(client.request(method, path)
                .putHeader("content-type", "application/json")
                .bearerTokenAuthentication(KEY)
                .sendBuffer(body));
    }

    HttpResponse<Buffer> control(JsonObject changes) {
        return call(HttpMethod.POST, "/control", changes.toBuffer());
    }

    JsonObject stats() {
        return get("/stats").bodyAsJsonObject();
    }

    /** The statistics, as soon as they are so. */
    JsonObject statsWhen(Predicate<JsonObject> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        JsonObject stats = stats();
        while (!condition.test(stats)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never so: " + stats);
            }
            stats = stats();
        }
        return stats;
    }

    JsonObject statsWhenIdle() {
        return statsWhen(stats -> stats.getInteger("inflight") == 0);
    }

    /** A client whose every byte is known: it has sent this question, and nothing has been read yet. */
    RawClient raw(JsonObject body) throws IOException {
        return RawClient.post(port(), KEY, body.toBuffer());
    }
}
