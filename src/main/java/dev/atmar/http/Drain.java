package dev.atmar.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Counts what is in flight and lets it finish: from {@link #drain} on, new requests are answered 503 on a connection
 * that then closes, while the server goes on listening. Belongs to one verticle instance and its event loop.
 */
public final class Drain {
    private final Vertx vertx;
    private final int maxInFlight;
    private final Promise<Void> empty = Promise.promise();
    private int inFlight;
    private boolean draining;

    /**
     * @param maxInFlight requests at once; more are answered 503
     */
    public Drain(Vertx vertx, int maxInFlight) {
        this.vertx = vertx;
        this.maxInFlight = maxInFlight;
    }

    /** For a router: in front of whatever has to finish. */
    public void handle(RoutingContext context) {
        try {
            enter();
        } catch (ApiException refusal) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(answered -> closeOnceRead(context.request()));
            Answers.error(context.response(), refusal);
            return;
        }
        context.addEndHandler(ended -> leave());
        context.next();
    }

    /** The header alone closes nothing; and closing before the body was read would take the answer with it. */
    private static void closeOnceRead(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            request.end().onComplete(read -> request.connection().close());
        }
    }

    /**
     * Counts one more in flight; each needs one {@link #leave}.
     *
     * @throws ApiException 503 while draining, or when there are too many
     */
    public void enter() {
        if (draining) {
            throw ApiException.busy(503, "draining", "shutting down: no new requests are taken", 1);
        }
        if (inFlight >= maxInFlight) {
            throw ApiException.busy(503, "overloaded", "too many requests in flight here", 1);
        }
        inFlight++;
    }

    public void leave() {
        inFlight--;
        if (draining && inFlight == 0) {
            empty.tryComplete();
        }
    }

    /**
     * Counts a call from its start to the end of its future.
     *
     * @throws ApiException 503 as {@link #enter}
     */
    public <T> Future<T> count(Supplier<Future<T>> call) {
        enter();
        try {
            return call.get().onComplete(ended -> leave());
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
    }

    public int inFlight() {
        return inFlight;
    }

    public boolean isDraining() {
        return draining;
    }

    /** Done when nothing is in flight any more, or when {@code bound} has passed. Never fails. */
    public Future<Void> drain(Duration bound) {
        draining = true;
        if (inFlight == 0 || bound.isZero()) {
            return Future.succeededFuture();
        }
        long timer = vertx.setTimer(bound.toMillis(), late -> empty.tryComplete());
        return empty.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
