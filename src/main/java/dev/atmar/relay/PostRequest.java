package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.RawObject;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/**
 * A call that {@code /atmar/} is asked to make.
 *
 * @param headers those the request names, and the caller's {@code traceparent}
 * @param params the very bytes that are posted
 * @param timeoutMillis bound of the whole call
 */
record PostRequest(Target target, MultiMap headers, Buffer params, long timeoutMillis) {
    private static final Set<String> FIELDS = Set.of("url", "params", "headers", "timeout_ms");
    private static final String TRACE = "traceparent";

    /** They belong to one connection, or to the framing of the body, which are the relay's (RFC 9110, 7.6.1). */
    private static final Set<String> REFUSED = Set.of(
            "connection",
            "content-length",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "accept-encoding");

    static PostRequest of(RawObject request, RelaySettings settings, String traceparent) {
        for (String name : request.names()) {
            if (!FIELDS.contains(name)) {
                throw ApiException.badRequest(name, "unknown field (expected: url, params, headers, timeout_ms)");
            }
        }
        Target target = Target.of("url", request.text("url"));
        Buffer params = request.value("params");
        long timeout =
                request.optionalNumber("timeout_ms", 1, settings.totalMs()).orElse(settings.totalMs());
        return new PostRequest(target, headers(request, traceparent), params, timeout);
    }

    private static MultiMap headers(RawObject request, String traceparent) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (traceparent != null) {
            headers.set(TRACE, traceparent);
        }
        request.texts("headers").forEach((name, value) -> {
            requireHeader(name, value);
            headers.set(name, value);
        });
        return headers;
    }

    private static void requireHeader(String name, String value) {
        boolean token = name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
        boolean text = value.chars().allMatch(PostRequest::isHeaderText);
        if (!token || !text || REFUSED.contains(name.toLowerCase(Locale.ROOT))) {
            throw ApiException.badRequest(
                    "headers",
                    "one of them cannot be sent (expected: Latin-1 without line breaks, no header of the connection)");
        }
    }

    /** No control characters, and none that is longer than the byte it would be sent as. */
    private static boolean isHeaderText(int character) {
        return character == '\t' || character >= ' ' && character != 127 && character < 256;
    }

    static String traceparent(HttpServerRequest request) {
        return request.getHeader(TRACE);
    }
}
