package dev.atmar.lab;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * One comparison: the ways one after the other, each with the same volley. It is a verticle so that it has an event
 * loop of its own Vert.x whoever asks for it, and its connections end with it.
 */
final class ComparisonRun extends VerticleBase {
    private static final Duration PINGS = Duration.ofMinutes(1);
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final String baseUrl;
    private final ComparisonRequest request;
    private final Handler<Row> eachRow;
    private final Duration quiet;
    private final JsonArray rows = new JsonArray();
    private final Promise<JsonObject> result = Promise.promise();
    private HttpClient client;

    ComparisonRun(String baseUrl, ComparisonRequest request, Handler<Row> eachRow) {
        this.baseUrl = baseUrl;
        this.request = request;
        this.eachRow = eachRow;
        this.quiet = Duration.ofMillis(request.ms())
                .multipliedBy(request.concurrent())
                .plus(MARGIN);
    }

    @Override
    public Future<?> start() {
        client = vertx.createHttpClient(
                new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(request.concurrent()));
        context.runOnContext(begin -> all().onSuccess(result::tryComplete).onFailure(result::tryFail));
        return Future.succeededFuture();
    }

    /** Whoever stops this in mid-run has the result fail; once it has ended this does nothing. */
    @Override
    public Future<?> stop() {
        result.tryFail("the comparison was stopped");
        return Future.succeededFuture();
    }

    /** {@code {"rows": […]}}. */
    Future<JsonObject> result() {
        return result.future();
    }

    private Future<JsonObject> all() {
        Future<Row> last = Future.succeededFuture();
        for (Way way : request.ways()) {
            last = last.compose(before -> compare(way)).onSuccess(this::keep);
        }
        return last.map(end -> new JsonObject().put("rows", rows));
    }

    private void keep(Row row) {
        rows.add(row.toJson());
        eachRow.handle(row);
    }

    /** The first pings open the connections and wake the code on both sides, the second show what a volley costs. */
    private Future<Row> compare(Way way) {
        Volley volley = new Volley(client, request.concurrent());
        return volley.fire(baseUrl + "/ping", PINGS)
                .compose(open -> volley.fire(baseUrl + "/ping", PINGS))
                .compose(pings -> measure(way, volley, Duration.ofNanos(pings.wallNanos())));
    }

    private Future<Row> measure(Way way, Volley volley, Duration pings) {
        Neighbour neighbour = new Neighbour(baseUrl + "/ping", quiet);
        Future<Volley.Outcome> outcome = vertx.deployVerticle(neighbour)
                .compose(id -> volley.fire(baseUrl + way.path() + "?ms=" + request.ms(), quiet)
                        .eventually(() -> vertx.undeploy(id)));
        return outcome.compose(done -> neighbour.worst().map(worst -> row(way, done, worst, pings)));
    }

    private Row row(Way way, Volley.Outcome outcome, long neighbourNanos, Duration pings) {
        Duration sleep = Duration.ofMillis(request.ms());
        Verdict verdict = Verdict.of(outcome, Row.ranAtOnce(outcome), sleep, pings);
        return Row.of(way, request, outcome, neighbourNanos, verdict);
    }
}
