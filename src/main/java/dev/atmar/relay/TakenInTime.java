package dev.atmar.relay;

import dev.atmar.http.Written;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;

/**
 * Cuts off a caller who takes nothing of an answer, whichever it is, for some time after its end was written. One who
 * reads slowly may go on. HTTP/1 only: what is long over HTTP/2 is bounded where it is written.
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
        private final Channel channel;
        private long timer;
        private long unsent = -1;
        private long sentOfFirst = -1;

        private Unsent(Vertx vertx, HttpServerRequest request, Future<Void> written) {
            this.vertx = vertx;
            this.request = request;
            this.channel = ((ConnectionBase) request.connection()).channel();
            written.onComplete(over -> vertx.cancelTimer(timer));
        }

        private void look() {
            if (hasMoved()) {
                timer = vertx.setTimer(idleMillis, later -> look());
            } else {
                Caller.cutOff(request);
            }
        }

        /** Netty counts a buffer as sent when all of it is, and tells beside it how much of the first one is. */
        private boolean hasMoved() {
            ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
            long unsentNow = queue == null ? 0 : queue.totalPendingWriteBytes();
            long sentOfFirstNow = queue == null ? 0 : queue.currentProgress();
            boolean moved = unsentNow != unsent || sentOfFirstNow != sentOfFirst;
            unsent = unsentNow;
            sentOfFirst = sentOfFirstNow;
            return moved;
        }
    }
}
