package dev.atmar.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** So many event streams at once, begun evenly within a time; what each chunk's time of sending tells. */
final class StreamLoad {
    private static final long MOST_WAIT_MILLIS = 60_000;

    private final Vertx vertx;
    private final JsonObject job;
    private final int count;
    private final Buffer body;
    private final RequestOptions request;
    private final HttpClientAgent client;
    private final StreamTimes times = new StreamTimes();
    private final Promise<Void> allEnded = Promise.promise();
    private int started;
    private int ended;
    private int lost;

    StreamLoad(Vertx vertx, JsonObject job) {
        this.vertx = vertx;
        this.job = job;
        this.count = job.getInteger("count");
        this.body = Buffer.buffer(job.getString("body"));
        this.request = new RequestOptions()
                .setAbsoluteURI(job.getString("url"))
                .setMethod(HttpMethod.POST)
                .putHeader("content-type", "application/json")
                .setConnectTimeout(MOST_WAIT_MILLIS)
                .setIdleTimeout(MOST_WAIT_MILLIS);
        this.client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(count));
    }

    Future<JsonObject> run() {
        long begin = System.nanoTime();
        long within = TimeUnit.MILLISECONDS.toNanos(job.getLong("start_within_ms"));
        vertx.setPeriodic(1, timer -> {
            double part = Math.min(1, (System.nanoTime() - begin) / (double) within);
            while (started < Math.ceil(part * count)) {
                started++;
                stream();
            }
            if (started == count) {
                vertx.cancelTimer(timer);
            }
        });
        return allEnded.future().map(done -> result()).eventually(client::close);
    }

    private void stream() {
        client.request(request).compose(this::send).onComplete(read -> {
            lost += read.succeeded() && read.result() ? 0 : 1;
            if (++ended == count) {
                allEnded.complete();
            }
        });
    }

    private Future<Boolean> send(HttpClientRequest call) {
        long sentAt = System.nanoTime();
        return call.send(body).compose(answer -> read(answer, sentAt));
    }

    private Future<Boolean> read(HttpClientResponse answer, long sentAt) {
        StreamReader reader = new StreamReader(times, sentAt);
        answer.handler(reader::read);
        return answer.end().map(end -> answer.statusCode() == 200 && reader.isWhole(job.getInteger("chunks")));
    }

    private JsonObject result() {
        return times.toJson().put("streams", count).put("lost", lost);
    }
}
