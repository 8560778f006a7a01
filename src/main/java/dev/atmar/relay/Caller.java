package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.Cancellation;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** The link between a caller's connection and the work done for it. */
final class Caller {
    private Caller() {}

    /**
     * Closes a connection whose caller does not read. What {@code reset} does over HTTP/1 waits for its turn behind all
     * that is still unsent, which may be for ever; over HTTP/2 it ends the stream at once, and suffices.
     */
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset();
        } else if (request.connection() instanceof ConnectionBase connection) {
            cutOff(connection.channel());
        }
    }

    /** Past all handlers: over TLS the last word would be waited for that says so, behind all that is unsent. */
    static void cutOff(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        }
    }

    /** JSON that may be long, once there is all of it; one who takes nothing of it for so long is cut off. */
    static void json(HttpServerRequest request, Buffer body, long idleMillis) {
        Answers.json(request, body, idleMillis).onFailure(unread -> cutOff(request));
    }

    /** To be asked behind each piece of an answer: while the caller does not keep up, the upstream is not read. */
    static void keepPace(HttpServerRequest request, Exchange exchange) {
        if (request.response().writeQueueFull()) {
            exchange.holdBack();
            request.response().drainHandler(drained -> goOn(request, exchange));
            SlowCallers.heldBack(request, exchange::fail);
        }
    }

    private static void goOn(HttpServerRequest request, Exchange exchange) {
        SlowCallers.goesOn(request);
        exchange.goOn();
    }

    /** The error as an answer; where half of one is out, an end that nobody takes for an orderly one. */
    static void fail(HttpServerRequest request, Throwable failure) {
        HttpServerResponse out = request.response();
        if (out.ended() || out.closed()) {
            return;
        }
        boolean unread = out.writeQueueFull();
        if (out.headWritten()) {
            closeAsReset(request);
        }
        Answers.error(out, failure);
        if (unread) {
            cutOff(request);
        }
    }

    /** Over HTTP/1.0 an answer may end where its connection does: only a TCP reset tells a cut from an end. */
    private static void closeAsReset(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0
                && request.connection() instanceof ConnectionBase connection
                && connection.channel().isOpen()) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    /** Cancelled as soon as the connection (or the HTTP/2 stream) closes before the answer has ended. */
    static Cancellation of(HttpServerResponse response) {
        Cancellation caller = new Cancellation();
        response.closeHandler(closed -> caller.cancel());
        return caller;
    }
}
