package dev.atmar.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.VertxConnection;

/**
 * When the bytes of an answer that has ended have been handed to the system: an answer's end only puts the last of
 * them into a queue, behind what its caller has not taken yet.
 */
public final class Written {
    private Written() {}

    /**
     * Done when all that was written to an HTTP/1 connection before is out; fails when the connection closes first. Over
     * HTTP/2, where each stream has a queue of its own that cannot be seen from here, done at once.
     */
    public static Future<Void> of(HttpServerRequest request) {
        if (!(request.connection() instanceof VertxConnection connection)) {
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        connection.writeToChannel(Unpooled.EMPTY_BUFFER, written);
        return written.future();
    }
}
