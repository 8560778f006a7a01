package dev.atmar.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Counts what is in flight and lets it finish: from {@link #drain} on, new requests are answered 503 on a connection
 * that then closes, while the server goes on listening. Belongs to one verticle instance and its event loop.
 */
public final class Drain {
    private final Vertx vertx;
    private final int maxInFlight;
    private final Room room;
    private final int bytesEach;
    private final Promise<Void> empty = Promise.promise();
    private int inFlight;
    private boolean draining;

    /**
     * @param maxInFlight requests at once; more are answered 503
     */
    public Drain(Vertx vertx, int maxInFlight) {
        this(vertx, maxInFlight, Room.unbounded(), 0);
    }

    /**
     * @param room of which each takes so many bytes; 503 where there is none
     */
    public Drain(Vertx vertx, int maxInFlight, Room room, int bytesEach) {
        this.vertx = vertx;
        this.maxInFlight = maxInFlight;
        this.room = room;
        this.bytesEach = bytesEach;
    }

    /** For a router: in front of whatever has to finish. */
    public void handle(RoutingContext context) {
        try {
            enter();
        } catch (ApiException refusal) {
            refuse(context, refusal);
            return;
        }
        context.addEndHandler(ended -> whenWritten(context, ended));
        context.next();
    }

    /** A caller may still have to take what was written last: until then its request is in flight. */
    private void whenWritten(RoutingContext context, AsyncResult<Void> ended) {
        Future<Void> written = ended.succeeded() ? Written.of(context.request()) : Future.succeededFuture();
        written.onComplete(out -> leave());
    }

    /**
     * HTTP/2 knows no {@code connection} header. Over HTTP/1 the header alone does not make Vert.x close; the body is
     * read to its end first, for closing on unread bytes is a reset, which can overtake the answer.
     */
    private static void refuse(RoutingContext context, ApiException refusal) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2) {
            Answers.error(context.response(), refusal);
            return;
        }
        context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Answers.error(context.response(), refusal);
        request.end().onComplete(read -> request.connection().close());
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
        if (inFlight >= maxInFlight || !room.take(bytesEach)) {
            throw Room.full();
        }
        inFlight++;
    }

    /**
     * @throws IllegalStateException when nothing is in flight: then something was counted out twice
     */
    public void leave() {
        if (inFlight == 0) {
            throw new IllegalStateException("leave without enter");
        }
        inFlight--;
        room.giveBack(bytesEach);
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
        Future<T> called;
        try {
            called = Objects.requireNonNull(call.get());
        } catch (RuntimeException | Error e) {
            leave();
            throw e;
        }
        return called.onComplete(ended -> leave());
    }

    int inFlight() {
        return inFlight;
    }

    boolean isDraining() {
        return draining;
    }

    /** Done when nothing is in flight any more, or when {@code bound} has passed. Never fails. */
    public Future<Void> drain(Duration bound) {
        draining = true;
        if (inFlight == 0 || bound.toMillis() < 1) {
            return Future.succeededFuture();
        }
        long timer = vertx.setTimer(bound.toMillis(), late -> empty.tryComplete());
        return empty.future().onComplete(done -> vertx.cancelTimer(timer));
    }
}
