package dev.atmar.http.json;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object read field by field; what is wrong is refused, with 400 and the field's full name. A field that is null
 * counts as not there.
 */
public final class JsonFields {
    private final String path;
    private final JsonObject object;

    /**
     * @param path of the object within the whole, e.g. {@code tasks[3]}; empty for the whole
     */
    public JsonFields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    /**
     * The whole of a message.
     *
     * @param body what came over the event bus
     * @throws ApiException 400 when it is not a JSON object
     */
    public static JsonFields of(Object body) {
        if (body instanceof JsonObject object) {
            return new JsonFields("", object);
        }
        throw ApiException.badRequest("body", "not an object (expected: a JSON object)");
    }

    /**
     * The whole of a request's body.
     *
     * @throws ApiException 400 when it is not JSON, or not an object
     */
    public static JsonFields parse(Buffer body) {
        try {
            return of(Json.decodeValue(body));
        } catch (DecodeException e) {
            throw ApiException.badRequest("body", "invalid_json", "not JSON (expected: a JSON object)");
        }
    }

    /** The object itself, not a copy. */
    public JsonObject object() {
        return object;
    }

    /** The field's name from the top of the whole, e.g. {@code tasks[3].url}. */
    public String nameOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    /** Refuses any field but these. */
    public void refuseUnknown(Set<String> known) {
        TreeSet<String> unknown = new TreeSet<>(object.fieldNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            List<String> names = unknown.stream().map(this::nameOf).toList();
            String also = names.size() > 1 ? "; also " + names.subList(1, names.size()) : "";
            String expected = " (expected: " + String.join(", ", new TreeSet<>(known)) + ")";
            throw ApiException.badRequest(names.get(0), "unknown_field", "unknown field" + OneLine.of(also) + expected);
        }
    }

    /** Whether it is there, and not null. */
    public boolean has(String field) {
        return object.getValue(field) != null;
    }

    /** Whether it is there at all, were it null. */
    public boolean holds(String field) {
        return object.containsKey(field);
    }

    /** As it is, of whatever type; null when it is not there. */
    public Object value(String field) {
        return object.getValue(field);
    }

    /** Text that has to be there. */
    public String text(String field) {
        if (object.getValue(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refused(field, "text that is not blank");
    }

    /** Text, or the other where there is none. */
    public String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    /** A whole number within both bounds; empty where there is none. */
    public Optional<Long> number(String field, long least, long most) {
        Object value = object.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        throw refused(field, "a whole number, " + least + " to " + most);
    }

    /** True or false, or the other where it is not there. */
    public boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (object.getValue(field) instanceof Boolean flag) {
            return flag;
        }
        throw refused(field, "true or false");
    }

    /** A list that has to be there; its length is the caller's to bound. */
    public JsonArray list(String field) {
        if (object.getValue(field) instanceof JsonArray list) {
            return list;
        }
        throw refused(field, "a list");
    }

    /** The object in a field; an empty one where there is none. */
    public JsonFields inner(String field) {
        if (!has(field)) {
            return new JsonFields(nameOf(field), new JsonObject());
        }
        if (object.getValue(field) instanceof JsonObject inner) {
            return new JsonFields(nameOf(field), inner);
        }
        throw refused(field, "an object");
    }

    /** An object whose values are all text; empty where there is none. */
    public Map<String, String> texts(String field) {
        JsonFields inner = inner(field);
        Map<String, String> texts = new LinkedHashMap<>();
        inner.object.fieldNames().forEach(name -> texts.put(name, inner.text(name)));
        return texts;
    }

    /** The refusal of a field for what it holds, to be thrown. */
    public ApiException refused(String field, String expected) {
        Object value = object.getValue(field);
        return ApiException.badRequest(nameOf(field), describe(value) + " (expected: " + expected + ")");
    }

    /** A scalar as it is; never a whole list or object. */
    private static String describe(Object value) {
        if (value == null) {
            return "missing";
        }
        if (value instanceof JsonObject || value instanceof JsonArray) {
            return value instanceof JsonObject ? "an object" : "a list";
        }
        return "value: " + OneLine.of(value.toString());
    }
}
