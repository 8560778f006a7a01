package dev.atmar.http.json;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The top level of a JSON object: each field's name, and its value as a slice of the body, checked but not parsed.
 * What is only passed on keeps its very bytes, and shares the body's memory. Of a field that is there twice the last one
 * counts.
 */
public final class RawObject {
    /** Of an object whose values are all text. */
    private static final int MOST_TEXTS = 1000;

    private final Bytes bytes;
    private final JsonMembers fields;

    RawObject(Bytes bytes, JsonMembers fields) {
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
        return JsonBlank.firstByte(RawParser.isMarked(body) ? body.slice(3, body.length()) : body) == '[';
    }

    /**
     * @param most entries; one more is refused as soon as it begins
     * @throws ApiException 400 when the body is not a list of JSON objects; its {@code param} names the entry too, as
     *     {@code body[3].url}
     */
    public static List<RawObject> parseList(Buffer body, int most) {
        return RawParser.list(body, most);
    }

    /** The name of its first field that is none of these. */
    public Optional<String> otherThan(Set<String> names) {
        for (int field = 0; field < fields.count(); field++) {
            if (!fields.isAmong(field, names)) {
                return Optional.of(fields.name(field));
            }
        }
        return Optional.empty();
    }

    /** Whether the field is there at all, were it null. */
    public boolean holds(String name) {
        return fields.find(name) >= 0;
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        return set(name) >= 0;
    }

    /** The field, or -1 where it is not there or null. */
    private int set(String name) {
        int field = fields.find(name);
        return field < 0 || fields.kind(field) == JsonKind.NULL ? -1 : field;
    }

    /**
     * @throws ApiException 400 when the field is missing, not text, or blank
     */
    public String text(String name) {
        String value = fields.text(required(name, JsonKind.TEXT));
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
        int field = set(name);
        if (field < 0) {
            return Optional.empty();
        }
        try {
            long value = Long.parseLong(
                    fields.kind(field) == JsonKind.NUMBER ? slice(field).toString() : "");
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw refused(name, field, "a whole number, " + least + " to " + most);
    }

    /**
     * @throws ApiException 400 when the field is there and is neither true nor false
     */
    public boolean flag(String name) {
        int field = set(name);
        if (field < 0) {
            return false;
        }
        if (fields.kind(field) != JsonKind.BOOLEAN) {
            throw refused(name, field, JsonKind.BOOLEAN.words());
        }
        return bytes.array()[fields.start(field)] == 't';
    }

    /**
     * A list's bytes, as they were sent: a slice of the body.
     *
     * @throws ApiException 400 when the field is missing or not a list
     */
    public Buffer list(String name) {
        return slice(required(name, JsonKind.LIST));
    }

    /**
     * The bytes of a value of any kind, as they were sent: a slice of the body.
     *
     * @throws ApiException 400 when the field is missing
     */
    public Buffer value(String name) {
        int field = fields.find(name);
        if (field < 0) {
            throw ApiException.badRequest(name, "missing (expected: a JSON value)");
        }
        return slice(field);
    }

    /**
     * An object whose values are all text; empty when the field is not there.
     *
     * @throws ApiException 400 when it is something else
     */
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(name)) {
            int field = required(name, JsonKind.OBJECT);
            JsonMembers inner = inner(name, field);
            inner.byName().forEach((key, member) -> {
                if (inner.kind(member) != JsonKind.TEXT) {
                    throw ApiException.badRequest(name + "." + key, "not text (expected: text)");
                }
                texts.put(key, inner.text(member));
            });
        }
        return texts;
    }

    /** It was checked with the whole: all it can be is too large. */
    private JsonMembers inner(String name, int field) {
        try {
            return new JsonMembers(bytes.array(), MOST_TEXTS)
                    .read(new JsonScan(bytes.array(), fields.start(field), fields.end(field)), 1);
        } catch (JsonFault tooMany) {
            throw ApiException.badRequest(name, tooMany.getMessage());
        }
    }

    /**
     * The object once more without some of its fields; what is left keeps its bytes and its order, and what is there
     * twice stays so.
     */
    public Buffer without(Set<String> names) {
        Buffer rest = Buffer.buffer(bytes.length() + 2).appendByte((byte) '{');
        for (int field = 0; field < fields.count(); field++) {
            if (!fields.isAmong(field, names)) {
                if (rest.length() > 1) {
                    rest.appendByte((byte) ',');
                }
                int start = fields.nameStart(field);
                rest.appendBytes(bytes.array(), start, fields.end(field) - start);
            }
        }
        return rest.appendByte((byte) '}');
    }

    private int required(String name, JsonKind kind) {
        int field = fields.find(name);
        if (field < 0) {
            throw ApiException.badRequest(name, "missing (expected: " + kind.words() + ")");
        }
        if (fields.kind(field) != kind) {
            throw refused(name, field, kind.words());
        }
        return field;
    }

    private ApiException refused(String name, int field, String expected) {
        return ApiException.badRequest(name, "it is " + fields.kind(field).words() + " (expected: " + expected + ")");
    }

    private Buffer slice(int field) {
        return bytes.slice(fields.start(field), fields.end(field));
    }
}
