package dev.atmar.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Bounds the time a request takes to arrive: a caller who stalls in the middle of a body would hold its place, and the
 * drain, for ever. As a handler behind the reading of bodies it stops what arrived after it had been refused.
 */
final class ArrivalTime implements Handler<RoutingContext> {
    private final long millis;
    private final Timeouts timeouts;

    ArrivalTime(Vertx vertx, long millis) {
        this.millis = millis;
        this.timeouts = new Timeouts(vertx, millis);
    }

    void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        Timeouts.Timeout timeout = timeouts.begin(() -> refuse(context));
        request.end().onComplete(read -> timeout.cancel());
        context.addEndHandler(ended -> timeout.cancel());
    }

    /** Over HTTP/2 other streams share the connection, which stays. */
    private void refuse(RoutingContext context) {
        boolean shared = context.request().version() == HttpVersion.HTTP_2;
        if (!shared) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        Answers.error(
                context.response(),
                ApiException.of(408, "request_timeout", "the request did not arrive whole within " + millis + " ms"));
        if (!shared) {
            context.request().connection().close();
        }
    }

    @Override
    public void handle(RoutingContext context) {
        if (!context.response().ended()) {
            context.next();
        }
    }
}
