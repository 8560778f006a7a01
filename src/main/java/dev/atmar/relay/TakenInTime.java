package dev.atmar.relay;

import dev.atmar.http.Written;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
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
        private final Channel channel;
        private long timer;
        private Place seen;

        private Unsent(Vertx vertx, HttpServerRequest request, Future<Void> written) {
            this.vertx = vertx;
            this.request = request;
            this.channel = ((ConnectionBase) request.connection()).channel();
            written.onComplete(over -> vertx.cancelTimer(timer));
        }

        private void look() {
            Place now = request.version() == HttpVersion.HTTP_2 ? ofStream() : ofConnection();
            if (now.equals(seen)) {
                Caller.cutOff(request);
            } else {
                seen = now;
                timer = vertx.setTimer(idleMillis, later -> look());
            }
        }

        /** Netty counts a buffer as sent when all of it is, and tells beside it how much of the first one is. */
        private Place ofConnection() {
            ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
            return queue == null ? new Place(0, 0) : new Place(queue.totalPendingWriteBytes(), queue.currentProgress());
        }

        /** As long as its window holds it back, what other streams send does not count. */
        private Place ofStream() {
            Http2ConnectionHandler http2 = Written.http2(request);
            Http2RemoteFlowController windows = http2.encoder().flowController();
            Http2Stream stream = http2.connection().stream(request.response().streamId());
            return stream != null && windows.hasFlowControlled(stream)
                    ? new Place(request.response().bytesWritten(), windows.windowSize(stream))
                    : ofConnection();
        }
    }

    /** How far the sending has come, in two numbers of which one moves with whatever the caller takes. */
    private record Place(long unsent, long progress) {}
}
