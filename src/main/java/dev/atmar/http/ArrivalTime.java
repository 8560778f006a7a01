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
    /** RFC 9113, 7. */
    private static final long NO_ERROR = 0;

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

    /**
     * Over HTTP/2 other streams share the connection, which stays: only this one is ended from both sides, as RFC 9113,
     * 8.1 has it for an answer that does not wait for the rest of its request.
     */
    private void refuse(RoutingContext context) {
        boolean shared = context.request().version() == HttpVersion.HTTP_2;
        if (shared) {
            context.addEndHandler(answered -> Written.of(context.request())
                    .onSuccess(out -> context.response().reset(NO_ERROR)));
        } else {
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
