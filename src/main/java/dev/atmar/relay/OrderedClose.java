package dev.atmar.relay;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.impl.Http1xClientConnection;
import java.io.IOException;

/**
 * The close of a connection over HTTP/1, kept in line behind the answer that came before it. What has been read while a
 * call is held back waits in Vert.x's connection, which forgets it as soon as it hears of the close. So the close goes there
 * as the last of the messages, a chunk that is none: Vert.x reports that to the pipeline when it gets there, and only then
 * is told. By then an answer that came whole has ended; one that did not fails.
 *
 * <p>A call that has failed must be resumed, or its connection never gets there. A read error is a close, too: what the
 * decoder makes of it, such as the end of a body that lasts as long as its connection, is not passed on.
 *
 * <p>One for each connection; sharable only to be there when Netty has taken the pipeline of a closed channel apart.
 */
@Sharable
final class OrderedClose extends ChannelInboundHandlerAdapter {
    private static final HttpClosedException REACHED = new HttpClosedException("closed behind its last message");

    private final Http1xClientConnection connection;
    private boolean inLine;
    private IOException readError;

    private OrderedClose(Http1xClientConnection connection) {
        this.connection = connection;
    }

    /** To be called before the first call is made on it, on its loop. */
    static void keep(Http1xClientConnection connection) {
        ChannelHandlerContext vertx = connection.channelHandlerContext();
        vertx.pipeline().addBefore(vertx.name(), null, new OrderedClose(connection));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (readError == null) {
            context.fireChannelRead(message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (connection.activeStreams() == 0) {
            tellVertx();
            return;
        }
        leavePool();
        inLine = true;
        context.fireChannelRead(noChunk());
        context.fireChannelReadComplete();
    }

    /** Else a call that waits for a connection would be given this one as soon as the answer has ended. */
    private void leavePool() {
        connection.close();
    }

    private static HttpContent noChunk() {
        HttpContent chunk = new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
        chunk.setDecoderResult(DecoderResult.failure(REACHED));
        return chunk;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (inLine) {
            context.pipeline().addLast(this);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable why) throws Exception {
        if (why == REACHED) {
            inLine = false;
            tellVertx();
        } else if (why instanceof IOException error) {
            readError = error;
            context.close();
        } else {
            vertx().exceptionCaught(connection.channelHandlerContext(), why);
        }
    }

    private void tellVertx() throws Exception {
        if (readError != null) {
            vertx().exceptionCaught(connection.channelHandlerContext(), readError);
        }
        vertx().channelInactive(connection.channelHandlerContext());
    }

    /** Its handler, which may be out of the pipeline by now. */
    private ChannelInboundHandler vertx() {
        return (ChannelInboundHandler) connection.channelHandlerContext().handler();
    }
}
