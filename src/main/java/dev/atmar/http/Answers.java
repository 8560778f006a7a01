package dev.atmar.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/** Writes whole answers: JSON, and every error in its one shape. */
public final class Answers {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final int PIECE_BYTES = 65_536;

    private Answers() {}

    public static void json(HttpServerResponse response, int status, Buffer body) {
        if (!response.closed() && !response.ended()) {
            end(response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON), body);
        }
    }

    /**
     * Ends an answer with all, or the last, of it. Over HTTP/2 what is long goes in pieces, each when the one before is
     * under way: what waits in Netty for one stream's window counts against the whole connection, and stalls its other
     * streams.
     */
    public static Future<Void> end(HttpServerResponse response, Buffer body) {
        if (response.streamId() < 0 || body.length() <= PIECE_BYTES) {
            return response.end(body);
        }
        if (!response.headWritten()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        int from = 0;
        while (from + PIECE_BYTES < body.length()) {
            response.write(body.slice(from, from + PIECE_BYTES));
            from += PIECE_BYTES;
        }
        return response.end(body.slice(from, body.length()));
    }

    /** The error as an answer; once a head has gone out the connection is reset, so that no half looks whole. */
    public static void error(HttpServerResponse response, Throwable failure) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        ApiException error = Failures.of(failure);
        if (error.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(error.retryAfterSeconds()));
        }
        json(response, error.status(), error.toBuffer());
    }

    /** For a router's failure handler: what a handler failed with, or the status alone where the router refused. */
    public static void failed(RoutingContext context) {
        error(context.response(), isRefusedByRouter(context) ? refused(context) : context.failure());
    }

    /** A handler's exception comes with the status 500; what the router itself finds wrong, with one of its own. */
    private static boolean isRefusedByRouter(RoutingContext context) {
        Throwable failure = context.failure();
        boolean ownStatus = context.statusCode() >= 400 && context.statusCode() < 500;
        return failure == null || failure instanceof HttpException || ownStatus;
    }

    private static ApiException refused(RoutingContext context) {
        String path = context.request().path();
        // A path with a broken escape is refused by the router before it has set a status.
        int status = context.statusCode() < 0 ? 400 : context.statusCode();
        return switch (status) {
            case 404 -> ApiException.of(404, "not_found", "no such route: " + path);
            case 405 ->
                ApiException.of(405, "method_not_allowed", context.request().method() + " is not served here");
            case 413 -> ApiException.bodyTooLarge();
            case 400 -> ApiException.of(400, "bad_request", "the request cannot be read");
            default -> ApiException.of(status, "refused", "the request was refused");
        };
    }
}
