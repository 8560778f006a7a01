package dev.atmar.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeoutException;

/** The last of an answer, which is long, over HTTP/1: each piece is written when the caller has taken those before. */
final class Pieces {
    private final HttpServerResponse response;
    private final HttpServerRequest request;
    private final Buffer body;
    private final long idleMillis;
    private final Vertx vertx = Vertx.currentContext().owner();
    private final Channel channel;
    private final Promise<Void> end = Promise.promise();
    private int from;
    private long timer;

    Pieces(HttpServerRequest request, Buffer body, long idleMillis) {
        this.request = request;
        this.response = request.response();
        this.channel = ((ConnectionBase) request.connection()).channel();
        this.body = body;
        this.idleMillis = idleMillis;
    }

    /** Fails when the connection closes, or when the caller takes nothing for so long. */
    Future<Void> write() {
        ChannelFutureListener closed = gone -> over(ApiException.callerGone());
        channel.closeFuture().addListener(closed);
        writeOn();
        return end.future().onComplete(over -> channel.closeFuture().removeListener(closed));
    }

    private void writeOn() {
        vertx.cancelTimer(timer);
        while (!end.future().isComplete() && !response.writeQueueFull()) {
            int to = from + Answers.PIECE_BYTES;
            if (to >= body.length()) {
                response.drainHandler(null);
                response.end(body.slice(from, body.length())).onComplete(written -> {
                    if (written.succeeded()) {
                        end.tryComplete();
                    } else {
                        end.tryFail(written.cause());
                    }
                });
                return;
            }
            response.write(body.slice(from, to));
            from = to;
        }
        waitForCaller();
    }

    private void waitForCaller() {
        if (!end.future().isComplete()) {
            response.drainHandler(drained -> writeOn());
            timer = vertx.setTimer(idleMillis, late -> over(new TimeoutException("the caller does not read")));
        }
    }

    private void over(Exception why) {
        vertx.cancelTimer(timer);
        end.tryFail(why);
    }
}
