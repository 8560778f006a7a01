package dev.atmar.http;

import io.vertx.core.Handler;
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

    ArrivalTime(long millis) {
        this.millis = millis;
    }

    void watch(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()) {
            return;
        }
        long timer = context.vertx().setTimer(millis, late -> refuse(context));
        request.end().onComplete(read -> context.vertx().cancelTimer(timer));
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
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
