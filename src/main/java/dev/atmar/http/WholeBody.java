package dev.atmar.http;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/**
 * Reads a request's body and goes on when all of it is there; 413 as soon as it is known to be too long, and 503 where
 * there is no room for it beside those of other requests. Unlike
 * vertx-web's own handler it knows neither forms nor uploads, and a body that comes in one piece is not copied.
 */
final class WholeBody implements Handler<RoutingContext> {
    private static final String KEY = WholeBody.class.getName();

    private final int maxBytes;
    private final BodyRoom room;

    /**
     * @param maxBytes of a body
     * @param room for this and all others, from their arrival to the end of their answers
     */
    WholeBody(int maxBytes, BodyRoom room) {
        this.maxBytes = maxBytes;
        this.room = room;
    }

    /** The body of a request that has passed here; empty when it had none. */
    static Buffer of(RoutingContext context) {
        Buffer body = context.get(KEY);
        return body == null ? Buffer.buffer() : body;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (announced(request) > maxBytes) {
            context.fail(413);
        } else if (!isExpectationMet(request)) {
            context.fail(417);
        } else if (request.isEnded()) {
            context.next();
        } else {
            new Reading(context).start();
        }
    }

    private static long announced(HttpServerRequest request) {
        try {
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** RFC 9110, 10.1.1: there is one expectation, that the caller may go on; HTTP/1.0 has none. */
    private static boolean isExpectationMet(HttpServerRequest request) {
        String expected = request.getHeader(HttpHeaders.EXPECT);
        if (expected == null) {
            return true;
        }
        boolean known = expected.equalsIgnoreCase("100-continue");
        if (known && request.version() != HttpVersion.HTTP_1_0) {
            request.response().writeContinue();
        }
        return known;
    }

    private final class Reading {
        private final RoutingContext context;
        private final Collected body;
        private final BodyRoom.Share held = room.share();
        private boolean refused;

        private Reading(RoutingContext context) {
            this.context = context;
            this.body = new Collected(context.request().getHeader(HttpHeaders.CONTENT_LENGTH));
        }

        private void start() {
            context.addEndHandler(over -> held.giveBack());
            context.request()
                    .exceptionHandler(this::broken)
                    .handler(this::arrived)
                    .endHandler(whole -> ended())
                    .resume();
        }

        private void broken(Throwable why) {
            if (why instanceof DecoderException) {
                context.fail(400, why);
            } else {
                context.fail(why);
            }
        }

        /** What comes behind a refusal, or behind an answer, is let pass by: a caller who is still sending would not read it otherwise. */
        private void arrived(Buffer chunk) {
            if (refused || context.response().ended()) {
                return;
            }
            if (body.length() + (long) chunk.length() > maxBytes) {
                refused = true;
                context.fail(413);
            } else if (!held.take(chunk.length())) {
                refused = true;
                context.fail(BodyRoom.full());
            } else {
                body.add(chunk);
            }
        }

        private void ended() {
            if (!refused) {
                context.put(KEY, body.bytes());
                context.next();
            }
        }
    }
}
