package dev.atmar.relay;

import dev.atmar.http.Cancellation;
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
        if (request.connection() instanceof ConnectionBase connection && request.version() != HttpVersion.HTTP_2) {
            connection.channelHandlerContext().close();
        }
    }

    /** Cancelled as soon as the connection (or the HTTP/2 stream) closes before the answer has ended. */
    static Cancellation of(HttpServerResponse response) {
        Cancellation caller = new Cancellation();
        response.closeHandler(closed -> caller.cancel());
        return caller;
    }
}
