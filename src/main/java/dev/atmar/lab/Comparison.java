package dev.atmar.lab;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/**
 * Compares the ways of waiting: the same number of requests at once to each route of a lab, and a neighbour who pings
 * it meanwhile. The trap: the Vert.x must not be the lab's own, whose only event loop one of the ways blocks.
 */
public final class Comparison {
    private final Vertx vertx;
    private final String baseUrl;

    /**
     * @param baseUrl of the lab, e.g. {@code http://127.0.0.1:8001}
     */
    public Comparison(Vertx vertx, String baseUrl) {
        this.vertx = vertx;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    /**
     * {@code {"rows": […]}}, each as {@link Row#toJson}. Fails when the lab cannot be reached; what goes wrong with
     * single requests stands in the rows.
     *
     * @param eachRow called as each way is done, on an event loop of this Vert.x
     */
    public Future<JsonObject> run(ComparisonRequest request, Handler<Row> eachRow) {
        ComparisonRun run = new ComparisonRun(baseUrl, request, eachRow);
        return vertx.deployVerticle(run).compose(id -> run.result().eventually(() -> vertx.undeploy(id)));
    }
}
