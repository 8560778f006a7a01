package dev.atmar.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * Warms a load client before it measures: a JVM that has just started would count its own class loading as the
 * target's latency. The requests go to a server of its own, and none to the target.
 */
final class WarmUp {
    private static final int REQUESTS = 2000;
    private static final int CONCURRENT = 50;
    private static final long TIMEOUT_MILLIS = 5000;

    private WarmUp() {}

    /**
     * @param run runs a plan
     */
    static Future<?> of(Vertx vertx, Function<JsonObject, Future<?>> run) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().end("{}"))
                .listen(0, "127.0.0.1")
                .compose(server -> run.apply(plan(server)).eventually(server::close));
    }

    private static JsonObject plan(HttpServer server) {
        return new JsonObject()
                .put("url", "http://127.0.0.1:" + server.actualPort() + "/")
                .put("body", "{}")
                .put("count", REQUESTS)
                .put("concurrent", CONCURRENT)
                .put("timeout_ms", TIMEOUT_MILLIS)
                .put("keep_results", false);
    }
}
