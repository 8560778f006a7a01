package dev.atmar.relay;

import dev.atmar.http.Written;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * Cuts off a caller who takes nothing of an answer, whichever it is, for some time after its end was written. One who
 * reads slowly may go on; over HTTP/2, where little is seen of the last 64 KiB, one who takes them in that time.
 */
final class TakenInTime implements Handler<RoutingContext> {
    private final long idleMillis;

    TakenInTime(long idleMillis) {
        this.idleMillis = idleMillis;
    }

    @Override
    public void handle(RoutingContext context) {
        context.addEndHandler(ended -> bound(context, ended));
        context.next();
    }

    private void bound(RoutingContext context, AsyncResult<Void> ended) {
        if (ended.succeeded()) {
            Future<Void> written = Written.of(context.request());
            if (!written.isComplete()) {
                new Unsent(context.vertx(), context.request(), written).look();
            }
        }
    }

    /** One look per {@code idleMillis}, as long as there is something new to be seen. */
    private final class Unsent {
        private final Vertx vertx;
        private final HttpServerRequest request;
        private long timer;
        private Taken seen;

        private Unsent(Vertx vertx, HttpServerRequest request, Future<Void> written) {
            this.vertx = vertx;
            this.request = request;
            written.onComplete(over -> vertx.cancelTimer(timer));
        }

        private void look() {
            Taken now = Taken.of(request);
            if (now.equals(seen)) {
                Caller.cutOff(request);
            } else {
                seen = now;
                timer = vertx.setTimer(idleMillis, later -> look());
            }
        }
    }
}
