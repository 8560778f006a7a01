package dev.atmar.http;

import com.fasterxml.jackson.core.JsonToken;
import dev.atmar.http.RawParser.Field;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The top level of a JSON object: each field's name, and its value as a slice of the body, checked but not parsed.
 * What is only passed on keeps its very bytes. Of a field that is there twice the last one counts.
 */
public final class RawObject {
    private static final Set<JsonToken> BOOLEAN = Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);

    private final byte[] bytes;
    private final Map<String, Field> fields;

    RawObject(byte[] bytes, Map<String, Field> fields) {
        this.bytes = bytes;
        this.fields = fields;
    }

    /**
     * @throws ApiException 400 when the body is not one JSON object; its {@code param} is {@code body}, or the field
     *     in which the fault lies
     */
    public static RawObject parse(Buffer body) {
        return RawParser.object(body);
    }

    /** Whether the first byte that is not blank opens a list; a byte order mark before it is passed over. */
    public static boolean isList(Buffer body) {
        boolean marked = body.length() >= 3 && body.getMedium(0) == 0xFFEFBBBF;
        return JsonBlank.firstByte(marked ? body.slice(3, body.length()) : body) == '[';
    }

    /**
     * @param most entries; one more is refused as soon as it begins
     * @throws ApiException 400 when the body is not a list of JSON objects; its {@code param} names the entry too, as
     *     {@code body[3].url}
     */
    public static List<RawObject> parseList(Buffer body, int most) {
        return RawParser.list(body, most);
    }

    /** The fields' names, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        Field field = fields.get(name);
        return field != null && field.kind() != JsonToken.VALUE_NULL;
    }

    /**
     * @throws ApiException 400 when the field is missing, not text, or blank
     */
    public String text(String name) {
        String value = RawParser.text(name, bytes, required(name, JsonToken.VALUE_STRING));
        if (value.isBlank()) {
            throw ApiException.badRequest(name, "blank (expected: text)");
        }
        return value;
    }

    /**
     * @throws ApiException 400 when the field is there and not text, or blank
     */
    public Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    /**
     * @throws ApiException 400 when the field is there and is not a whole number within the bounds
     */
    public Optional<Long> optionalNumber(String name, long least, long most) {
        if (!has(name)) {
            return Optional.empty();
        }
        String expected = "a whole number, " + least + " to " + most;
        Field field = fields.get(name);
        try {
            long value = Long.parseLong(
                    field.kind() == JsonToken.VALUE_NUMBER_INT ? raw(field).toString() : "");
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw ApiException.badRequest(name, describe(field.kind()) + " (expected: " + expected + ")");
    }

    /**
     * @throws ApiException 400 when the field is there and is neither true nor false
     */
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        JsonToken kind = fields.get(name).kind();
        if (!BOOLEAN.contains(kind)) {
            throw ApiException.badRequest(name, describe(kind) + " (expected: true or false)");
        }
        return kind == JsonToken.VALUE_TRUE;
    }

    /**
     * The bytes of a list, as they were sent.
     *
     * @throws ApiException 400 when the field is missing or not a list
     */
    public Buffer list(String name) {
        return raw(required(name, JsonToken.START_ARRAY));
    }

    /**
     * The bytes of a value of any kind, as they were sent.
     *
     * @throws ApiException 400 when the field is missing
     */
    public Buffer value(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw ApiException.badRequest(name, "missing (expected: a JSON value)");
        }
        return raw(field);
    }

    /**
     * An object whose values are all text; empty when the field is not there.
     *
     * @throws ApiException 400 when it is something else
     */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(name)) {
            JsonObject object = new JsonObject(raw(required(name, JsonToken.START_OBJECT)));
            object.forEach(entry -> {
                if (!(entry.getValue() instanceof String text)) {
                    throw ApiException.badRequest(name + "." + entry.getKey(), "not text (expected: text)");
                }
                texts.put(entry.getKey(), text);
            });
        }
        return texts;
    }

    /** The object once more without some of its fields; what is left keeps its bytes and its order. */
    public Buffer without(Set<String> names) {
        Buffer rest = Buffer.buffer(bytes.length).appendByte((byte) '{');
        fields.forEach((name, field) -> {
            if (!names.contains(name)) {
                rest.appendString(rest.length() == 1 ? "" : ",");
                rest.appendBytes(bytes, field.nameStart(), field.end() - field.nameStart());
            }
        });
        return rest.appendByte((byte) '}');
    }

    private Field required(String name, JsonToken kind) {
        Field field = fields.get(name);
        if (field == null || field.kind() != kind) {
            String found = field == null ? "missing" : describe(field.kind());
            throw ApiException.badRequest(name, found + " (expected: " + name(kind) + ")");
        }
        return field;
    }

    private Buffer raw(Field field) {
        return Buffer.buffer(field.end() - field.start())
                .appendBytes(bytes, field.start(), field.end() - field.start());
    }

    static String describe(JsonToken kind) {
        return kind == null ? "empty" : "it is " + name(kind);
    }

    static String name(JsonToken kind) {
        return switch (kind) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            default -> "something else";
        };
    }
}
