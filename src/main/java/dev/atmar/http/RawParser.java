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

    /** The field that is being read, or {@code body}. */
    private String at = "body";

    private RawParser(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * @param list whether the body is to be a list of objects, or one object
     * @throws ApiException 400 when it is something else
     */
    static List<RawObject> parse(Buffer body, boolean list) {
        return new RawParser(body.getBytes()).objects(list);
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

    private List<RawObject> objects(boolean list) {
        requireUtf8();
        List<RawObject> objects = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            expect(parser.nextToken(), list ? JsonToken.START_ARRAY : JsonToken.START_OBJECT, "body");
            if (!list) {
                objects.add(object(parser));
            }
            while (list && parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser.currentToken(), JsonToken.START_OBJECT, "body[" + objects.size() + "]");
                objects.add(object(parser));
            }
            if (parser.nextToken() != null) {
                throw ApiException.badRequest("body", "invalid_json", "something follows the JSON value");
            }
            return objects;
        } catch (IOException e) {
            throw ApiException.badRequest(at, "invalid_json", "not JSON, or nested too deeply" + where(e));
        }
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
            at = "body";
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

    private static void expect(JsonToken found, JsonToken expected, String name) {
        if (found != expected) {
            throw ApiException.badRequest(
                    name, RawObject.describe(found) + " (expected: " + RawObject.name(expected) + ")");
        }
    }

    private static String where(IOException e) {
        JsonLocation location = e instanceof JsonProcessingException known ? known.getLocation() : null;
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }
}
