package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.RequestHeaders;
import dev.atmar.http.json.RawObject;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;

/**
 * A call that {@code /atmar/} is asked to make.
 *
 * @param url as the caller wrote it; the guard has still to see it
 * @param headers those the request names, and the caller's {@code traceparent}
 * @param params the very bytes that are posted
 * @param timeoutMillis bound of the whole call
 */
record PostRequest(String url, MultiMap headers, Buffer params, long timeoutMillis) {
    private static final Set<String> FIELDS = Set.of("url", "params", "headers", "timeout_ms");
    private static final String TRACE = "traceparent";
    private static final int MOST_HEADERS = 100;
    private static final int MOST_HEADER_BYTES = 65_536;

    static PostRequest of(RawObject request, RelaySettings settings, String traceparent) {
        request.otherThan(FIELDS).ifPresent(name -> {
            throw ApiException.badRequest(name, "unknown field (expected: url, params, headers, timeout_ms)");
        });
        String url = request.text("url");
        Buffer params = request.value("params");
        long timeout =
                request.optionalNumber("timeout_ms", 1, settings.totalMs()).orElse(settings.totalMs());
        return new PostRequest(url, headers(request, traceparent), params, timeout);
    }

    private static MultiMap headers(RawObject request, String traceparent) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (traceparent != null) {
            headers.set(TRACE, traceparent);
        }
        Map<String, String> named = request.texts("headers");
        if (named.isEmpty()) {
            return headers;
        }
        requireBounded(named);
        named.forEach((name, value) -> {
            requireHeader(name, value);
            headers.set(name, value);
        });
        return headers;
    }

    /** Each one that is set is compared with those set before, so their number is bounded first. */
    private static void requireBounded(Map<String, String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw ApiException.badRequest(
                    "headers", headers.size() + " of them (expected: at most " + MOST_HEADERS + ")");
        }
        long bytes = headers.entrySet().stream()
                .mapToLong(
                        header -> header.getKey().length() + header.getValue().length())
                .sum();
        if (bytes > MOST_HEADER_BYTES) {
            throw ApiException.badRequest(
                    "headers", "names and values of " + bytes + " bytes (expected: at most " + MOST_HEADER_BYTES + ")");
        }
    }

    /** What the answer is encoded as is the relay's: it reads the answer's first byte. */
    private static void requireHeader(String name, String value) {
        RequestHeaders.require("headers", name, value);
        if (name.equalsIgnoreCase("accept-encoding")) {
            throw ApiException.badRequest("headers", "accept-encoding cannot be set (the relay asks for identity)");
        }
    }

    static String traceparent(HttpServerRequest request) {
        return request.getHeader(TRACE);
    }
}
