package dev.atmar.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxConnection;

/**
 * When the bytes of an answer that has ended have been handed to the system: an answer's end only puts the last of
 * them into a queue, behind what its caller has not taken yet. To be asked on the event loop of its connection.
 */
public final class Written {
    private Written() {}

    /**
     * Done when all that was written to an HTTP/1 connection, or to an HTTP/2 stream, before is out; fails when it closes
     * first.
     */
    public static Future<Void> of(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? ofStream(http2(request).connection(), request.response().streamId())
                : ofConnection((VertxConnection) request.connection());
    }

    /** What Vert.x speaks HTTP/2 with: its own types show nothing of a stream's windows and state. */
    public static Http2ConnectionHandler http2(HttpServerRequest request) {
        ConnectionBase connection = (ConnectionBase) request.connection();
        return (Http2ConnectionHandler) connection.channelHandlerContext().handler();
    }

    private static Future<Void> ofConnection(VertxConnection connection) {
        ChannelOutboundBuffer unsent = connection.channel().unsafe().outboundBuffer();
        if (unsent != null && unsent.totalPendingWriteBytes() == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        connection.writeToChannel(Unpooled.EMPTY_BUFFER, written);
        return written.future();
    }

    private static Future<Void> ofStream(Http2Connection connection, int id) {
        Http2Stream stream = connection.stream(id);
        if (stream == null || !stream.state().localSideOpen()) {
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        LastFrame lastFrame = new LastFrame(stream, written);
        connection.addListener(lastFrame);
        return written.future().onComplete(known -> connection.removeListener(lastFrame));
    }

    /** Netty closes this side of a stream when the frame that ends it is out, and both when it is reset. */
    private static final class LastFrame extends Http2ConnectionAdapter {
        private final Http2Stream stream;
        private final Promise<Void> written;

        private LastFrame(Http2Stream stream, Promise<Void> written) {
            this.stream = stream;
            this.written = written;
        }

        @Override
        public void onStreamHalfClosed(Http2Stream halfClosed) {
            if (halfClosed == stream && !stream.state().localSideOpen()) {
                written.tryComplete();
            }
        }

        @Override
        public void onStreamClosed(Http2Stream closed) {
            if (closed == stream) {
                written.tryComplete();
            }
        }
    }
}
