package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;

/** Headers of a caller's that tell the relay something. */
final class CallHeaders {
    private static final String TRACE = "traceparent";
    private static final String TIMEOUT = "timeout_ms";
    private static final String STAINLESS_TIMEOUT = "x-stainless-timeout";

    private CallHeaders() {}

    /** How long the caller waits: the field {@code timeout_ms}, the header of that name, or the setting. */
    static Patience patience(HttpServerRequest request, ChatFields fields, RelaySettings settings) {
        long total = fields.timeoutMillis().orElseGet(() -> timeout(request, settings.totalMs()));
        return Patience.of(total).untilFirstByte(request.getHeader(STAINLESS_TIMEOUT));
    }

    private static long timeout(HttpServerRequest request, long most) {
        String value = request.getHeader(TIMEOUT);
        if (value == null) {
            return most;
        }
        long millis = value.matches("\\d{1,12}") ? Long.parseLong(value) : 0;
        if (millis < 1 || millis > most) {
            throw ApiException.badRequest(TIMEOUT, "header (expected: a whole number, 1 to " + most + ")");
        }
        return millis;
    }

    /** The W3C trace context, which every hop passes on. */
    static void passTrace(HttpServerRequest from, MultiMap to) {
        String trace = from.getHeader(TRACE);
        if (trace != null) {
            to.set(TRACE, trace);
        }
    }
}
