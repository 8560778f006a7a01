package dev.atmar.lab;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * Someone who wants a short answer from the lab every 5 ms, on a connection and an event loop of his own. It pings from
 * the end of its deployment until it is undeployed. A ping counts from when it was due, not from when it could be sent:
 * while one is stalled those after it are late as well.
 */
final class Neighbour extends VerticleBase {
    private static final Duration EVERY = Duration.ofMillis(5);
    private static final Duration LAST_PING = Duration.ofSeconds(10);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RequestOptions target;
    private final Promise<Long> worst = Promise.promise();
    private HttpClient client;
    private long worstNanos;
    private long due;
    private boolean stopping;

    /**
     * @param quiet how long a ping may bring nothing before it has failed
     */
    Neighbour(String url, Duration quiet) {
        this.target = new RequestOptions().setAbsoluteURI(url).setTimeout(quiet.toMillis());
    }

    /** The first ping opens the connection and is not counted. */
    @Override
    public Future<?> start() {
        client = vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(1));
        return ping().onSuccess(open -> {
            due = System.nanoTime();
            next();
        });
    }

    /** Waits for the answer to the last ping, or counts it as it stands. */
    @Override
    public Future<?> stop() {
        stopping = true;
        long timer = vertx.setTimer(LAST_PING.toMillis(), late -> worst.tryComplete(worstNow()));
        return worst.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** The longest a ping took, in nanoseconds, a failed one included; there once this is undeployed. */
    Future<Long> worst() {
        return worst.future();
    }

    private void next() {
        if (stopping) {
            worst.tryComplete(worstNanos);
            return;
        }
        long early = due - System.nanoTime();
        if (early > 0) {
            vertx.setTimer(1 + early / NANOS_PER_MILLI, now -> pingOnce());
        } else {
            pingOnce();
        }
    }

    private void pingOnce() {
        ping().onComplete(done -> {
            worstNanos = worstNow();
            due += EVERY.toNanos();
            next();
        });
    }

    private long worstNow() {
        return Math.max(worstNanos, System.nanoTime() - due);
    }

    private Future<Buffer> ping() {
        return client.request(target).compose(HttpClientRequest::send).compose(answer -> answer.body());
    }
}
