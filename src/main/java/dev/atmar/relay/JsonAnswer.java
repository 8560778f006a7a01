package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.Front;
import dev.atmar.http.json.RawJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/** Whether an upstream's answer is JSON: judged by its content-type and its first byte that is not blank. */
final class JsonAnswer {
    private static final String STARTS = "{[\"-0123456789tfn";

    private JsonAnswer() {}

    static boolean isEventStream(HttpClientResponse answer) {
        return contentType(answer).startsWith("text/event-stream");
    }

    /**
     * A type that says JSON may hold any JSON value; no type, or plain text, must open an object or a list.
     *
     * @throws ApiException 502 when it is not JSON
     */
    static void require(HttpClientResponse answer, byte first) {
        String type = contentType(answer);
        boolean untyped = type.isEmpty() || type.startsWith("text/plain");
        boolean json = Front.isJson(type) ? STARTS.indexOf(first) >= 0 : untyped && (first == '{' || first == '[');
        if (!json) {
            throw notJson(answer);
        }
    }

    static ApiException notJson(HttpClientResponse answer) {
        return ApiException.of(
                502, "upstream_not_json", "the upstream answered " + answer.statusCode() + " without JSON");
    }

    static ApiException blank(HttpClientResponse answer) {
        return ApiException.of(
                502, "upstream_blank", "the upstream answered " + answer.statusCode() + " with an empty body");
    }

    /** Whether all of it is JSON, in UTF-8 as RFC 8259 has it; another encoding would break a list it is put in. */
    static boolean isWhole(Buffer body) {
        return RawJson.read(body).isPresent();
    }

    private static String contentType(HttpClientResponse answer) {
        String type = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type.toLowerCase(Locale.ROOT);
    }
}
