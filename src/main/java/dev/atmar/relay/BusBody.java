package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.RawObject;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Message bodies of the event bus, read as request bodies are. */
final class BusBody {
    private BusBody() {}

    static RawObject object(Object body) {
        if (body instanceof JsonObject object) {
            return RawObject.parse(object.toBuffer());
        }
        throw ApiException.badRequest("body", "not a JsonObject (expected: a JsonObject)");
    }

    static boolean isList(Object body) {
        return body instanceof JsonArray;
    }

    static List<RawObject> list(Object body, int most) {
        return RawObject.parseList(((JsonArray) body).toBuffer(), most);
    }

    /** A reply is one message: there is nowhere for a stream to go. */
    static void refuseStream(boolean stream) {
        if (stream) {
            throw ApiException.badRequest("stream", "true (expected: false; this way gives whole answers only)");
        }
    }
}
