package dev.atmar.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** So many calls at once, each begun as soon as it has a connection; few connections are opened at a time. */
final class SlowLoad {
    /** Waiting for a connection: fewer than any listener's queue of connections not yet accepted. */
    private static final int OPENING = 500;

    private static final long MOST_WAIT_MILLIS = 120_000;

    /** HTTP/2: calls on one connection, where the server allows as many. */
    static final int STREAMS = 200;

    private final int count;
    private final Buffer body;
    private final RequestOptions request;
    private final HttpClientAgent client;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Times times = new Times();
    private final Promise<Void> allEnded = Promise.promise();
    private int started;
    private int opening;
    private int ended;
    private int inFlight;
    private int peak;

    SlowLoad(Vertx vertx, JsonObject job) {
        this.count = job.getInteger("count");
        this.body = Buffer.buffer(job.getString("body"));
        this.request = new RequestOptions()
                .setAbsoluteURI(job.getString("url"))
                .setMethod(HttpMethod.POST)
                .putHeader("content-type", "application/json")
                .setConnectTimeout(MOST_WAIT_MILLIS)
                .setIdleTimeout(MOST_WAIT_MILLIS);
        HttpClientOptions options = new HttpClientOptions();
        if (job.getBoolean("http2")) {
            options.setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(false)
                    .setHttp2MultiplexingLimit(STREAMS)
                    .setHttp2ConnectionWindowSize(8 << 20);
        }
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(count).setHttp2MaxSize(job.getInteger("connections")));
    }

    Future<JsonObject> run() {
        long begin = System.nanoTime();
        startMore();
        return allEnded.future()
                .map(done -> result((System.nanoTime() - begin) / 1e9))
                .eventually(client::close);
    }

    private void startMore() {
        while (started < count && opening < OPENING) {
            started++;
            opening++;
            call();
        }
    }

    private void call() {
        long begin = System.nanoTime();
        client.request(request)
                .onComplete(opened -> {
                    opening--;
                    startMore();
                })
                .compose(this::send)
                .onComplete(answered -> {
                    times.add(System.nanoTime() - begin);
                    String failure = answered.succeeded()
                            ? answered.result()
                            : answered.cause().toString();
                    if (!failure.isEmpty()) {
                        failures.merge(failure, 1, Integer::sum);
                    }
                    if (++ended == count) {
                        allEnded.complete();
                    }
                });
    }

    /** Succeeds with what is wrong with the answer: nothing when it is as it should be. */
    private Future<String> send(HttpClientRequest call) {
        peak = Math.max(peak, ++inFlight);
        return call.send(body)
                .compose(answer -> answer.body()
                        .map(all -> answer.statusCode() == 200 && all.length() > Bodies.SMALL_TEXT
                                ? ""
                                : "status " + answer.statusCode()))
                .onComplete(done -> inFlight--);
    }

    private JsonObject result(double seconds) {
        JsonObject lost = new JsonObject();
        failures.forEach(lost::put);
        int failed = failures.values().stream().mapToInt(times -> times).sum();
        JsonObject result = new JsonObject()
                .put("wall_seconds", seconds)
                .put("succeeded", count - failed)
                .put("failures", lost)
                .put("peak_in_flight", peak);
        times.into(result, "");
        return result;
    }
}
