package dev.atmar.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxConnection;
import java.util.HashMap;
import java.util.Map;

/**
 * When the bytes of an answer that has ended have been handed to the system: an answer's end only puts the last of
 * them into a queue, behind what its caller has not taken yet. To be asked on the event loop of its connection.
 */
public final class Written {
    private Written() {}

    /**
     * Done when all that was written before is out. An HTTP/1 connection that closes first fails it; an HTTP/2 stream
     * that is reset first, or whose connection closes, ends the wait all the same.
     */
    public static Future<Void> of(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                ? ofStream(
                        ((ConnectionBase) request.connection()).channel(),
                        http2(request).connection(),
                        request.response().streamId())
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

    private static Future<Void> ofStream(Channel channel, Http2Connection connection, int id) {
        Http2Stream stream = connection.stream(id);
        return stream == null || !stream.state().localSideOpen()
                ? Future.succeededFuture()
                : LastFrames.of(channel, connection).of(stream);
    }

    /**
     * Netty closes this side of a stream when the frame that ends it is out, and both when it is reset. One for each
     * connection, as long as that lives: Netty skips a listener when one before it leaves while they are told.
     */
    private static final class LastFrames extends Http2ConnectionAdapter {
        private static final AttributeKey<LastFrames> KEY = AttributeKey.valueOf(LastFrames.class, "key");

        private final Map<Http2Stream, Promise<Void>> awaited = new HashMap<>();

        private static LastFrames of(Channel channel, Http2Connection connection) {
            Attribute<LastFrames> attribute = channel.attr(KEY);
            LastFrames known = attribute.get();
            if (known != null) {
                return known;
            }
            LastFrames first = new LastFrames();
            connection.addListener(first);
            attribute.set(first);
            return first;
        }

        private Future<Void> of(Http2Stream stream) {
            return awaited.computeIfAbsent(stream, asked -> Promise.promise()).future();
        }

        @Override
        public void onStreamHalfClosed(Http2Stream stream) {
            if (!stream.state().localSideOpen()) {
                over(stream);
            }
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            over(stream);
        }

        private void over(Http2Stream stream) {
            Promise<Void> written = awaited.remove(stream);
            if (written != null) {
                written.complete();
            }
        }
    }
}
