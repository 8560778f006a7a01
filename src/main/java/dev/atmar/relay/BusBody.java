package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.RawObject;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A message body of the event bus, read as a request body is.
 *
 * @param bytes of its JSON
 * @param isList whether they are a list's
 */
record BusBody(Buffer bytes, boolean isList) {
    /**
     * @throws ApiException 400 for what is neither a JsonObject nor a JsonArray
     */
    static BusBody of(Object body) {
        if (body instanceof JsonArray list) {
            return new BusBody(list.toBuffer(), true);
        }
        if (body instanceof JsonObject object) {
            return new BusBody(object.toBuffer(), false);
        }
        throw notAnObject();
    }

    private static ApiException notAnObject() {
        return ApiException.badRequest("body", "not a JsonObject (expected: a JsonObject)");
    }

    /**
     * @throws ApiException 400 when it is a list, or not read
     */
    RawObject object() {
        if (isList) {
            throw notAnObject();
        }
        return RawObject.parse(bytes);
    }

    List<RawObject> list(int most) {
        return RawObject.parseList(bytes, most);
    }

    /** A reply is one message: there is nowhere for a stream to go. */
    static void refuseStream(boolean stream) {
        if (stream) {
            throw ApiException.badRequest("stream", "true (expected: false; this way gives whole answers only)");
        }
    }
}
