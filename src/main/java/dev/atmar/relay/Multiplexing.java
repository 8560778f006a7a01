package dev.atmar.relay;

import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

/**
 * What HTTP/2 is held to on both sides of the relay. A stream that is not read holds back its own window and no more: a
 * connection's window has room for that of each of its streams, so that one slow reader does not stall the others.
 */
final class Multiplexing {
    /**
     * Of a stream that is not read, as much lies here at most. The protocol's own first window, which a peer may use
     * before it has read our settings.
     */
    private static final int STREAM_WINDOW = 65_535;

    /** A caller may have so many requests on one connection, for clients there are that open only one. */
    private static final int CALLERS_STREAMS = 1000;

    /** Calls to an upstream go to another connection beyond, or where it allows fewer: one lost packet stalls all. */
    private static final int UPSTREAM_STREAMS = 256;

    /** One connection over HTTP/2 replaces so many: most upstreams allow 100 streams or more. */
    private static final int WORTH = 100;

    /** The pool multiplies this with the bound of HTTP/1.1, as an int. */
    private static final int MOST_CONNECTIONS = 1000;

    /** A caller who gives up may reset all its streams, and begin anew; more often it is a flood. */
    private static final int RESETS = 2 * CALLERS_STREAMS;

    private Multiplexing() {}

    /** Serves HTTP/2 in clear text, to callers who begin with it (RFC 9113, 3.3), beside what TLS negotiates. */
    static HttpServerOptions serve(HttpServerOptions options) {
        Http2Settings settings = new Http2Settings()
                .setMaxConcurrentStreams(CALLERS_STREAMS)
                .setMaxHeaderListSize(options.getMaxHeaderSize())
                .setInitialWindowSize(STREAM_WINDOW);
        return options.setHttp2ClearTextEnabled(true)
                .setInitialSettings(settings)
                .setHttp2ConnectionWindowSize(CALLERS_STREAMS * STREAM_WINDOW)
                .setHttp2RstFloodMaxRstFramePerWindow(RESETS);
    }

    /**
     * Speaks HTTP/2: at once in clear text; over TLS where the upstream offers it, and else HTTP/1.1.
     *
     * @param maxHeaderBytes of an answer
     */
    static HttpClientOptions call(int maxHeaderBytes) {
        Http2Settings settings = new Http2Settings()
                .setPushEnabled(false)
                .setMaxHeaderListSize(maxHeaderBytes)
                .setInitialWindowSize(STREAM_WINDOW);
        return new HttpClientOptions()
                .setMaxHeaderSize(maxHeaderBytes)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setHttp2ClearTextUpgrade(false)
                .setInitialSettings(settings)
                .setHttp2MultiplexingLimit(UPSTREAM_STREAMS)
                .setHttp2ConnectionWindowSize(UPSTREAM_STREAMS * STREAM_WINDOW);
    }

    /**
     * Calls that come before there is a connection open one each, up to the bound, for how many streams it will bear is
     * not known yet.
     *
     * @param maxConnections to one host over HTTP/1.1, where an upstream chose that
     */
    static PoolOptions pool(int maxConnections) {
        return new PoolOptions()
                .setHttp1MaxSize(maxConnections)
                .setHttp2MaxSize(Math.min(Math.max(1, maxConnections / WORTH), MOST_CONNECTIONS));
    }
}
