package dev.atmar.load;

import dev.atmar.http.ApiException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A JSON object read field by field; what is wrong is refused with the field's full name. A field that is null counts
 * as not there.
 */
final class Fields {
    private final String path;
    private final JsonObject object;

    /**
     * @param path of the object within the whole, e.g. {@code tasks[3]}; empty for the whole
     */
    Fields(String path, JsonObject object) {
        this.path = path;
        this.object = object;
    }

    String nameOf(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    void refuseUnknown(Set<String> known) {
        TreeSet<String> unknown = new TreeSet<>(object.fieldNames());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            List<String> names = unknown.stream().map(this::nameOf).toList();
            throw ApiException.badRequest(
                    names.get(0), "unknown_field", "unknown field" + (names.size() > 1 ? "; also " + names : ""));
        }
    }

    boolean has(String field) {
        return object.getValue(field) != null;
    }

    /** Whether it is there at all, were it null. */
    boolean holds(String field) {
        return object.containsKey(field);
    }

    Object value(String field) {
        return object.getValue(field);
    }

    String text(String field) {
        if (object.getValue(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refused(field, "text that is not blank");
    }

    String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    long number(String field, long least, long most, long otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        Object value = object.getValue(field);
        boolean whole = value instanceof Integer || value instanceof Long;
        if (whole && ((Number) value).longValue() >= least && ((Number) value).longValue() <= most) {
            return ((Number) value).longValue();
        }
        throw refused(field, "a whole number, " + least + " to " + most);
    }

    boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        if (object.getValue(field) instanceof Boolean flag) {
            return flag;
        }
        throw refused(field, "true or false");
    }

    JsonArray list(String field, int most) {
        if (!(object.getValue(field) instanceof JsonArray list)) {
            throw refused(field, "a list");
        }
        if (list.size() > most) {
            throw ApiException.badRequest(
                    nameOf(field), list.size() + " entries (expected: at most " + most + ", the setting max_tasks)");
        }
        return list;
    }

    Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(field)) {
            if (!(object.getValue(field) instanceof JsonObject inner)) {
                throw refused(field, "an object whose values are text");
            }
            Fields each = new Fields(nameOf(field), inner);
            inner.fieldNames().forEach(name -> texts.put(name, each.text(name)));
        }
        return texts;
    }

    ApiException refused(String field, String expected) {
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
        return "value: " + UpstreamMessage.shorten(value.toString());
    }
}
