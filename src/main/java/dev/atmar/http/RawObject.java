package dev.atmar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
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
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Set<JsonToken> BOOLEAN = Set.of(JsonToken.VALUE_TRUE, JsonToken.VALUE_FALSE);

    private record Slice(JsonToken kind, int start, int end) {}

    private final byte[] bytes;
    private final Map<String, Slice> fields = new LinkedHashMap<>();

    private RawObject(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws ApiException 400 when the body is not one JSON object; its {@code param} is {@code body}, or the field
     *     in which the fault lies
     */
    public static RawObject parse(Buffer body) {
        List<RawObject> objects = parse(body, false);
        return objects.get(0);
    }

    /** Whether the first byte that is not blank opens a list. */
    public static boolean isList(Buffer body) {
        return JsonBlank.firstByte(body) == '[';
    }

    /**
     * @throws ApiException 400 when the body is not a list of JSON objects
     */
    public static List<RawObject> parseList(Buffer body) {
        return parse(body, true);
    }

    private static List<RawObject> parse(Buffer body, boolean list) {
        byte[] bytes = body.getBytes();
        List<RawObject> objects = new ArrayList<>();
        String[] field = {"body"};
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            expect(first, list ? JsonToken.START_ARRAY : JsonToken.START_OBJECT, "body");
            if (!list) {
                objects.add(object(parser, bytes, field));
            }
            while (list && parser.nextToken() != JsonToken.END_ARRAY) {
                String entry = "body[" + objects.size() + "]";
                expect(parser.currentToken(), JsonToken.START_OBJECT, entry);
                objects.add(object(parser, bytes, field));
            }
            if (parser.nextToken() != null) {
                throw ApiException.badRequest("body", "invalid_json", "something follows the JSON value");
            }
            return objects;
        } catch (IOException e) {
            throw ApiException.badRequest(field[0], "invalid_json", "not JSON, or nested too deeply" + where(e));
        }
    }

    private static String where(IOException e) {
        boolean located = e instanceof JsonProcessingException known && known.getLocation() != null;
        if (!located) {
            return "";
        }
        var location = ((JsonProcessingException) e).getLocation();
        return " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static void expect(JsonToken found, JsonToken expected, String name) {
        if (found != expected) {
            throw ApiException.badRequest(name, describe(found) + " (expected: " + name(expected) + ")");
        }
    }

    private static RawObject object(JsonParser parser, byte[] bytes, String[] field) throws IOException {
        RawObject object = new RawObject(bytes);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            field[0] = name;
            JsonToken kind = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            object.fields.put(
                    name, new Slice(kind, start, (int) parser.currentLocation().getByteOffset()));
            field[0] = "body";
        }
        return object;
    }

    /** The fields' names, in their order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(fields.keySet());
    }

    /** Whether the field is there and not null. */
    public boolean has(String name) {
        Slice slice = fields.get(name);
        return slice != null && slice.kind != JsonToken.VALUE_NULL;
    }

    /**
     * @throws ApiException 400 when the field is missing, not text, or blank
     */
    public String text(String name) {
        String value = decode(name, required(name, JsonToken.VALUE_STRING));
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
        Slice slice = fields.get(name);
        try {
            long value = Long.parseLong(
                    slice.kind == JsonToken.VALUE_NUMBER_INT ? raw(slice).toString() : "");
            if (value >= least && value <= most) {
                return Optional.of(value);
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw ApiException.badRequest(name, describe(slice.kind) + " (expected: " + expected + ")");
    }

    /**
     * @throws ApiException 400 when the field is there and is neither true nor false
     */
    public boolean flag(String name) {
        if (!has(name)) {
            return false;
        }
        JsonToken kind = fields.get(name).kind;
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
        Slice slice = fields.get(name);
        if (slice == null) {
            throw ApiException.badRequest(name, "missing (expected: a JSON value)");
        }
        return raw(slice);
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
        fields.forEach((name, slice) -> {
            if (!names.contains(name)) {
                rest.appendString(rest.length() == 1 ? "" : ",");
                rest.appendString(Json.encode(name)).appendByte((byte) ':');
                rest.appendBytes(bytes, slice.start, slice.end - slice.start);
            }
        });
        return rest.appendByte((byte) '}');
    }

    private Slice required(String name, JsonToken kind) {
        Slice slice = fields.get(name);
        if (slice == null || slice.kind != kind) {
            String found = slice == null ? "missing" : describe(slice.kind);
            throw ApiException.badRequest(name, found + " (expected: " + name(kind) + ")");
        }
        return slice;
    }

    private Buffer raw(Slice slice) {
        return Buffer.buffer(slice.end - slice.start).appendBytes(bytes, slice.start, slice.end - slice.start);
    }

    private String decode(String name, Slice slice) {
        try (JsonParser parser = FACTORY.createParser(bytes, slice.start, slice.end - slice.start)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw ApiException.badRequest(name, "invalid_json", "not JSON text" + where(e));
        }
    }

    private static String describe(JsonToken kind) {
        return kind == null ? "empty" : "it is " + name(kind);
    }

    private static String name(JsonToken kind) {
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
