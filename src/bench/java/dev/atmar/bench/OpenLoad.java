package dev.atmar.bench;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An open model: each request has a time at which it is due, which no answer moves. The connection that has been idle
 * for longest takes it; when none is idle it waits, and the wait counts. Times are from when it was due.
 */
final class OpenLoad {
    private static final long MOST_WAIT_MILLIS = 10_000;

    private final JsonObject job;
    private final Buffer body;
    private final RequestOptions request;
    private final HttpClientAgent client;
    private final EventLoop loop;
    private final Deque<HttpClientConnection> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Times times = new Times();
    private final Times lag = new Times();
    private final Promise<Void> allEnded = Promise.promise();
    private final long interval;
    private final long planned;
    private long begin;
    private long sent;
    private long ended;
    private long errors;

    OpenLoad(Vertx vertx, JsonObject job) {
        this.job = job;
        this.body = Buffer.buffer(job.getString("body"));
        this.request = new RequestOptions()
                .setAbsoluteURI(job.getString("url"))
                .setMethod(HttpMethod.POST)
                .putHeader("content-type", "application/json")
                .setIdleTimeout(MOST_WAIT_MILLIS);
        this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAliveTimeout(600));
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        this.interval = TimeUnit.SECONDS.toNanos(1) / job.getInteger("rate");
        this.planned = Math.round(job.getInteger("rate") * job.getDouble("seconds"));
    }

    Future<JsonObject> run() {
        return connect()
                .compose(this::used)
                .compose(connections -> {
                    idle.addAll(connections);
                    begin = System.nanoTime() + interval;
                    sendDue();
                    return allEnded.future();
                })
                .map(done -> result())
                .eventually(client::close);
    }

    private Future<List<HttpClientConnection>> connect() {
        HttpConnectOptions target =
                new HttpConnectOptions().setHost(request.getHost()).setPort(request.getPort());
        List<Future<HttpClientConnection>> connections = new ArrayList<>();
        for (int opened = 0; opened < job.getInteger("connections"); opened++) {
            connections.add(client.connect(target));
        }
        return Future.all(connections).map(all -> all.list());
    }

    /** Each once, and not counted: how long a relay takes to open as many upstream is another question. */
    private Future<List<HttpClientConnection>> used(List<HttpClientConnection> connections) {
        return Future.all(connections.stream().map(this::answered).toList()).map(all -> connections);
    }

    private Future<Boolean> answered(HttpClientConnection connection) {
        return connection
                .request(request)
                .compose(call -> call.send(body))
                .compose(answer -> answer.body().map(all -> answer.statusCode() == 200));
    }

    /** The event loop's own clock, finer than a timer of Vert.x's: a request is due each few hundred microseconds. */
    private void sendDue() {
        long now = System.nanoTime();
        while (sent < planned && dueAt(sent) <= now) {
            lag.add(now - dueAt(sent));
            take(dueAt(sent++));
        }
        if (sent < planned) {
            loop.schedule(this::sendDue, dueAt(sent) - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private long dueAt(long index) {
        return begin + index * interval;
    }

    private void take(long due) {
        HttpClientConnection connection = idle.poll();
        if (connection == null) {
            waiting.add(due);
            return;
        }
        answered(connection).onComplete(answered -> {
            times.add(System.nanoTime() - due);
            errors += answered.succeeded() && answered.result() ? 0 : 1;
            free(connection);
        });
    }

    private void free(HttpClientConnection connection) {
        idle.add(connection);
        if (!waiting.isEmpty()) {
            take(waiting.poll());
        }
        if (++ended == planned) {
            allEnded.complete();
        }
    }

    private JsonObject result() {
        JsonObject result = new JsonObject().put("sent", sent).put("errors", errors);
        times.into(result, "");
        lag.into(result, "send_lag_");
        return result;
    }
}
