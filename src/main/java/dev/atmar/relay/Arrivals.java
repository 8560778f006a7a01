package dev.atmar.relay;

import io.netty.channel.Channel;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.NetServerImpl;
import io.vertx.core.net.impl.NetServerInternal;

/**
 * Makes an HTTP server that tells of each connection as soon as it is open, over TLS as soon as it is secured. Where a
 * server speaks HTTP/2 Vert.x's own {@code connectionHandler} is told only when a whole head or the peer's settings have
 * come, and of a peer that sends neither, never. What knows of it at once is the TCP server beneath, for which Vert.x
 * has no public way: it is made by its internal classes, and is theirs but for this.
 */
final class Arrivals extends VertxWrapper {
    private final Handler<Channel> opened;

    private Arrivals(VertxInternal vertx, Handler<Channel> opened) {
        super(vertx);
        this.opened = opened;
    }

    /**
     * Like {@link Vertx#createHttpServer(HttpServerOptions)}.
     *
     * @param opened called on the connection's event loop
     */
    static HttpServer server(Vertx vertx, HttpServerOptions options, Handler<Channel> opened) {
        return new HttpServerImpl(new Arrivals((VertxInternal) vertx, opened), options);
    }

    @Override
    public NetServerInternal createNetServer(NetServerOptions options) {
        return new TellingServer(options);
    }

    private final class TellingServer extends NetServerImpl {
        private TellingServer(NetServerOptions options) {
            super(delegate, options.copy());
        }

        @Override
        public NetServerInternal connectHandler(Handler<NetSocket> handler) {
            return super.connectHandler(socket -> {
                opened.handle(
                        ((NetSocketInternal) socket).channelHandlerContext().channel());
                handler.handle(socket);
            });
        }
    }
}
