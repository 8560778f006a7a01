package dev.atmar.relay;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Begins a request over HTTP/1 when its caller has taken enough of the answers to those before it. One who sends request
 * behind request and reads nothing would else have an answer to each lie here, in memory without bound; so the next one
 * waits, and Vert.x reads no further ones meanwhile.
 */
final class InTurn implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.version() == HttpVersion.HTTP_2 || !request.response().writeQueueFull()) {
            context.next();
            return;
        }
        request.pause();
        request.response().drainHandler(drained -> {
            request.response().drainHandler(null);
            context.next();
            request.resume();
        });
    }
}
