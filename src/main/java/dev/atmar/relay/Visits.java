package dev.atmar.relay;

import dev.atmar.http.Room;
import dev.atmar.http.Timeouts;
import dev.atmar.http.Written;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one event loop's callers. One on which no request is under way is closed in time, whatever bytes
 * trickle in: a head that is never finished would else hold it for ever, in HTTP/2 a preface or a block of headers, or
 * pings without end. While a request is under way nothing is done here, however long it takes. What is still unsent of
 * an answer is sent before the close.
 */
final class Visits implements Handler<RoutingContext> {
    private final Timeouts first;
    private final Timeouts idle;
    private final Room room;
    private final Map<Channel, Visit> visits = new HashMap<>();

    /** One connection; it waits for a request as long as none is under way. */
    private static final class Visit {
        private final int bytes;
        private int requests;
        private Timeouts.Timeout wait;

        private Visit(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * @param firstMillis from the opening of a connection to the end of its first request's head
     * @param idleMillis from the end of its last request to the next one's
     * @param room of which each takes its part
     */
    Visits(Vertx vertx, long firstMillis, long idleMillis, Room room) {
        this.room = room;
        first = new Timeouts(vertx, firstMillis);
        idle = new Timeouts(vertx, idleMillis);
        room.whenShort(idle::endFirst);
    }

    /**
     * For {@link Arrivals}: whatever is spoken on it, nothing of it has been read. Where there is no room for it the one
     * that has been idle for longest is closed; then there is some for those whose request will be refused; then the one
     * that has waited longest for its first request is closed, and where there is none, this one.
     */
    void opened(Channel channel) {
        Visit visit = new Visit(
                channel.pipeline().get(SslHandler.class) == null ? HeapRoom.CALLER_BYTES : HeapRoom.TLS_CALLER_BYTES);
        if (!hasRoom(visit)) {
            channel.close();
            return;
        }
        visits.put(channel, visit);
        visit.wait = first.begin(() -> close(channel));
        channel.closeFuture().addListener(closed -> left(channel));
    }

    private boolean hasRoom(Visit visit) {
        do {
            if (room.take(visit.bytes) || room.takeOfReserve(visit.bytes)) {
                return true;
            }
        } while (first.endFirst());
        return false;
    }

    private void close(Channel channel) {
        left(channel);
        channel.close();
    }

    private void left(Channel channel) {
        Visit visit = visits.remove(channel);
        if (visit != null) {
            visit.wait.cancel();
            room.giveBack(visit.bytes);
        }
    }

    /**
     * In front of all other handlers, so that it sees the end of whatever they do. A request that was sent behind
     * another one may come up after its connection has closed.
     */
    @Override
    public void handle(RoutingContext context) {
        WriteQueues.shrink(context.request());
        Channel channel = ((ConnectionBase) context.request().connection()).channel();
        Visit visit = visits.get(channel);
        if (visit != null) {
            began(context, channel, visit);
        }
        context.next();
    }

    private void began(RoutingContext context, Channel channel, Visit visit) {
        visit.wait.cancel();
        visit.requests++;
        context.addEndHandler(ended -> over(context.request(), ended, channel, visit));
    }

    /** Closing a connection over HTTP/2 cuts what its caller still takes of a stream, which is waited for. */
    private void over(HttpServerRequest request, AsyncResult<Void> ended, Channel channel, Visit visit) {
        if (ended.succeeded() && request.version() == HttpVersion.HTTP_2) {
            Written.of(request).onComplete(taken -> ended(channel, visit));
        } else {
            ended(channel, visit);
        }
    }

    private void ended(Channel channel, Visit visit) {
        visit.requests--;
        if (visit.requests == 0 && visits.containsKey(channel)) {
            visit.wait = idle.begin(() -> close(channel));
        }
    }
}
