package dev.atmar.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** Reads a result that may lack anything: what is not there is empty, or not a number. */
final class Json {
    private static final JsonObject NOTHING = new JsonObject();
    private static final JsonArray NONE = new JsonArray();

    private Json() {}

    static JsonObject object(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonObject inner ? inner : NOTHING;
    }

    static JsonArray list(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonArray inner ? inner : NONE;
    }

    static List<JsonObject> objects(JsonObject json, String name) {
        return list(json, name).stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    static double number(JsonObject json, String name) {
        return json.getValue(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Without those that are null. */
    static List<Double> numbers(JsonObject json, String name) {
        return list(json, name).stream()
                .filter(Objects::nonNull)
                .map(value -> ((Number) value).doubleValue())
                .toList();
    }
}
