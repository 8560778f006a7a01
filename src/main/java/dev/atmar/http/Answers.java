package dev.atmar.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;

/** Writes whole answers: JSON, and every error in its one shape. */
public final class Answers {
    /**
     * Answers come and go in pieces of this length at most: whether the caller keeps up is asked between them, and what
     * is written goes to direct memory at once, or over HTTP/2 into the way of the connection's other streams. It is as
     * much as Netty reads from a socket at once.
     */
    public static final int PIECE_BYTES = 1 << 16;

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private Answers() {}

    /** What is short: an error, or what a server of this project says of itself. */
    public static void json(HttpServerResponse response, int status, Buffer body) {
        if (!response.closed() && !response.ended()) {
            response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, JSON);
            if (response.streamId() < 0) {
                response.end(body);
            } else {
                endStream(response, body);
            }
        }
    }

    /**
     * JSON that may be long, with the status 200.
     *
     * @param idleMillis and failures as with {@link #end(HttpServerRequest, Buffer, long)}
     */
    public static Future<Void> json(HttpServerRequest request, Buffer body, long idleMillis) {
        HttpServerResponse response = request.response();
        return response.closed() || response.ended()
                ? Future.succeededFuture()
                : end(request, body, idleMillis, response.putHeader(HttpHeaders.CONTENT_TYPE, JSON));
    }

    /**
     * Ends an answer with all, or the last, of it, in pieces where that is long. Over HTTP/1 each goes when the one before
     * is taken, and whoever asked is to cut the caller off when it fails.
     *
     * @param idleMillis how long the caller may take nothing, over HTTP/1 and while there are more pieces
     */
    public static Future<Void> end(HttpServerRequest request, Buffer body, long idleMillis) {
        return end(request, body, idleMillis, request.response());
    }

    private static Future<Void> end(
            HttpServerRequest request, Buffer body, long idleMillis, HttpServerResponse response) {
        if (request.version() == HttpVersion.HTTP_2) {
            return endStream(response, body);
        }
        if (body.length() <= PIECE_BYTES) {
            return response.end(body);
        }
        announce(response, body);
        return new Pieces(request, body, idleMillis).write();
    }

    /**
     * Vert.x writes each piece when the one before is under way: what waits in Netty for one stream's window counts
     * against the whole connection, and stalls its other streams.
     */
    private static Future<Void> endStream(HttpServerResponse response, Buffer body) {
        if (body.length() <= PIECE_BYTES) {
            return response.end(body);
        }
        announce(response, body);
        int from = 0;
        while (from + PIECE_BYTES < body.length()) {
            response.write(body.slice(from, from + PIECE_BYTES));
            from += PIECE_BYTES;
        }
        return response.end(body.slice(from, body.length()));
    }

    private static void announce(HttpServerResponse response, Buffer body) {
        if (!response.headWritten() && !response.isChunked()) {
            response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
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
