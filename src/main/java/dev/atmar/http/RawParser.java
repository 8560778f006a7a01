package dev.atmar.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a body once, checks that it is JSON to its end, and notes where each field of its top level begins and ends.
 * Only UTF-8 is read: of another encoding Jackson tells no byte offsets.
 */
final class RawParser {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Where a field's name (with its quotes) and value stand in the body. */
    record Field(JsonToken kind, int nameStart, int start, int end) {}

    private final byte[] bytes;

    /** The field that is being read; null: none. */
    private String at;

    /** The entry of a list that is being read, from 0; -1: the body is no list. */
    private int entry = -1;

    private RawParser(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @throws ApiException 400 when it is something else
     */
    static RawObject object(Buffer body) {
        RawParser parser = new RawParser(body.getBytes());
        return parser.read(parser::only);
    }

    /**
     * @param most entries; one more is refused before the rest is read
     * @throws ApiException 400 when it is something else than a list of objects
     */
    static List<RawObject> list(Buffer body, int most) {
        RawParser parser = new RawParser(body.getBytes());
        return parser.read(json -> parser.entries(json, most));
    }

    /**
     * @throws ApiException 400 when the text cannot be decoded
     */
    static String text(String name, byte[] bytes, Field field) {
        try (JsonParser parser = FACTORY.createParser(bytes, field.start, field.end - field.start)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            throw ApiException.badRequest(name, "invalid_json", "not JSON text" + where(e));
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(JsonParser parser) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        requireUtf8();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            T value = reading.from(parser);
            if (parser.nextToken() != null) {
                throw ApiException.badRequest("body", "invalid_json", "something follows the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw ApiException.badRequest(place(), "invalid_json", "not JSON, or nested too deeply" + where(e));
        }
    }

    private RawObject only(JsonParser parser) throws IOException {
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        return object(parser);
    }

    private List<RawObject> entries(JsonParser parser, int most) throws IOException {
        List<RawObject> entries = new ArrayList<>();
        expect(parser.nextToken(), JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() == most) {
                throw ApiException.badRequest("body", "too many entries (expected: at most " + most + ")");
            }
            entry = entries.size();
            expect(parser.currentToken(), JsonToken.START_OBJECT);
            entries.add(object(parser));
            entry = -1;
        }
        return entries;
    }

    /** Where the fault lies: {@code body}, {@code url}, {@code body[3]} or {@code body[3].url}. */
    private String place() {
        if (entry < 0) {
            return at == null ? "body" : at;
        }
        return "body[" + entry + "]" + (at == null ? "" : "." + at);
    }

    /** UTF-16 and UTF-32 begin with their mark, or have a zero byte among the first four; UTF-8 has neither. */
    private void requireUtf8() {
        boolean marked = bytes.length >= 2 && (bytes[0] & bytes[1] & 0xFF) == 0xFE && (bytes[0] ^ bytes[1]) == 1;
        boolean zero = false;
        for (int index = 0; index < Math.min(4, bytes.length); index++) {
            zero |= bytes[index] == 0;
        }
        if (marked || zero) {
            throw ApiException.badRequest("body", "invalid_json", "not UTF-8 (expected: JSON in UTF-8)");
        }
    }

    private RawObject object(JsonParser parser) throws IOException {
        Map<String, Field> fields = new LinkedHashMap<>();
        while (nextName(parser) != JsonToken.END_OBJECT) {
            at = parser.currentName();
            int nameStart = (int) parser.currentTokenLocation().getByteOffset();
            JsonToken kind = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            fields.put(at, new Field(kind, nameStart, start, end));
            at = null;
        }
        return new RawObject(bytes, fields);
    }

    /** A number or a word is read together with the name before it, and what is wrong with it is found here. */
    private JsonToken nextName(JsonParser parser) throws IOException {
        String before = parser.getParsingContext().getCurrentName();
        try {
            return parser.nextToken();
        } catch (IOException e) {
            String now = parser.getParsingContext().getCurrentName();
            at = now == null || now.equals(before) ? at : now;
            throw e;
        }
    }

    private void expect(JsonToken found, JsonToken expected) {
        if (found != expected) {
            throw ApiException.badRequest(
                    place(), RawObject.describe(found) + " (expected: " + RawObject.name(expected) + ")");
        }
    }

    private static String where(IOException e) {
        JsonLocation location = e instanceof JsonProcessingException known ? known.getLocation() : null;
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
