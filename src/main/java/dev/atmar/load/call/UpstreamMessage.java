package dev.atmar.load.call;

import dev.atmar.http.OneLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** The words in an error answer, on one short line. */
final class UpstreamMessage {
    private static final int MAX_BYTES = 64 * 1024;

    private UpstreamMessage() {}

    /** {@code error.message}, {@code error} or {@code message} of a JSON object; of anything else its text. */
    static String of(Buffer body) {
        Buffer head = body.length() > MAX_BYTES ? body.slice(0, MAX_BYTES) : body;
        try {
            return OneLine.of(words(Json.decodeValue(head), head));
        } catch (DecodeException e) {
            return OneLine.of(head.toString());
        }
    }

    private static String words(Object json, Buffer body) {
        if (json instanceof JsonObject object) {
            Object error = object.getValue("error");
            Object words = error instanceof JsonObject inner ? inner.getValue("message") : error;
            Object found = words == null ? object.getValue("message") : words;
            return found instanceof String text ? text : body.toString();
        }
        return body.toString();
    }
}
