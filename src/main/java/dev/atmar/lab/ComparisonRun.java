package dev.atmar.lab;

import dev.atmar.http.ApiException;
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
    private static final String PING = "/ping";
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration LONGEST_ROW = Duration.ofDays(365);

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
        this.quiet = quiet(request);
    }

    /** Some ways take all the sleeps in a row. A lab elsewhere may be asked for any time; it then refuses. */
    private static Duration quiet(ComparisonRequest request) {
        long most = LONGEST_ROW.toMillis() / request.concurrent();
        return Duration.ofMillis(Math.min(request.ms(), most))
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
        result.tryFail(ApiException.of(503, "stopped", "the comparison was stopped"));
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

    /**
     * First pings open the connections. Then a volley of the shortest sleeps has the lab start its threads, which a
     * pool does on the event loop, a thousand in a second or so: a cost of the first volley, and not of the way. Last,
     * pings show what a volley takes by itself.
     */
    private Future<Row> compare(Way way) {
        Volley volley = new Volley(client, request.concurrent());
        return volley.fire(baseUrl + PING, quiet)
                .compose(open -> volley.fire(url(way, 1), quiet))
                .compose(warm -> volley.fire(baseUrl + PING, quiet))
                .compose(pings -> measure(way, volley, Duration.ofNanos(pings.wallNanos())));
    }

    private String url(Way way, long ms) {
        return baseUrl + way.path() + "?ms=" + ms;
    }

    private Future<Row> measure(Way way, Volley volley, Duration pings) {
        Neighbour neighbour = new Neighbour(baseUrl + PING, quiet);
        Future<Volley.Outcome> outcome = vertx.deployVerticle(neighbour)
                .compose(id -> volley.fire(url(way, request.ms()), quiet).eventually(() -> vertx.undeploy(id)));
        return outcome.compose(done -> neighbour.worst().map(worst -> row(way, done, worst, pings)));
    }

    private Row row(Way way, Volley.Outcome outcome, long neighbourNanos, Duration pings) {
        Duration sleep = Duration.ofMillis(request.ms());
        Verdict verdict = Verdict.of(outcome, Row.ranAtOnce(outcome), sleep, pings);
        return Row.of(way, request, outcome, neighbourNanos, verdict);
    }
}
