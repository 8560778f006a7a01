package dev.atmar.relay;

import dev.atmar.http.Written;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** How far a caller has come with taking an answer, in two numbers of which one moves with whatever it takes. */
record Taken(long unsent, long progress) {
    /** Of this answer: over HTTP/2, of its stream. */
    static Taken of(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2 ? ofStream(request) : of(channel(request));
    }

    /** Netty counts a buffer as sent when all of it is, and tells beside it how much of the first one is. */
    static Taken of(Channel channel) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue == null ? new Taken(0, 0) : new Taken(queue.totalPendingWriteBytes(), queue.currentProgress());
    }

    /** As long as its window holds it back, what other streams send does not count. */
    private static Taken ofStream(HttpServerRequest request) {
        Http2ConnectionHandler http2 = Written.http2(request);
        Http2RemoteFlowController windows = http2.encoder().flowController();
        Http2Stream stream = http2.connection().stream(request.response().streamId());
        return stream != null && windows.hasFlowControlled(stream)
                ? new Taken(request.response().bytesWritten(), windows.windowSize(stream))
                : of(channel(request));
    }

    static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
