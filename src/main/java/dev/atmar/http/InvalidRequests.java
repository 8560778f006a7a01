package dev.atmar.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Requests that the decoder could not read, and which therefore reach no router. */
public final class InvalidRequests {
    private InvalidRequests() {}

    /**
     * For {@code HttpServer.invalidRequestHandler}: 414, 431 or 400 in the one error shape. The connection is closed,
     * for where the next request begins on it nobody knows.
     */
    public static void refuse(HttpServerRequest request) {
        Front.identify(request.response());
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Answers.error(request.response(), refusal(request.decoderResult().cause()));
        request.connection().close();
    }

    private static ApiException refusal(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return ApiException.of(414, "uri_too_long", "the request's first line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return ApiException.of(431, "headers_too_large", "the request's headers are too long");
        }
        return ApiException.of(400, "bad_request", "the request cannot be read");
    }
}
