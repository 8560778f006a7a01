package dev.atmar.http.json;

import dev.atmar.http.ApiException;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads a body once, checks that it is JSON to its end, and notes where each field of its top level begins and ends.
 * Only UTF-8 is read, with or without its mark.
 */
final class RawParser {
    /** Fields of one object. */
    private static final int MOST_FIELDS = 10_000;

    /** Fields of each object of a list, of which there may be thousands. */
    private static final int MOST_FIELDS_OF_ENTRY = 100;

    private final Bytes bytes;
    private final JsonScan scan;

    /** The fields of the object that is being read; null: none is. */
    private JsonMembers members;

    /** The entry of a list that is being read, from 0; -1: the body is no list. */
    private int entry = -1;

    private RawParser(Buffer body) {
        bytes = Bytes.of(body);
        scan = new JsonScan(bytes.array(), bytes.from() + (isMarked(body) ? 3 : 0), bytes.to());
    }

    /** Whether it begins with the mark of UTF-8. */
    static boolean isMarked(Buffer body) {
        return body.length() >= 3 && body.getMedium(0) == 0xFFEFBBBF;
    }

    /**
     * @throws ApiException 400 when it is something else
     */
    static RawObject object(Buffer body) {
        RawParser parser = new RawParser(body);
        return parser.read(parser::only);
    }

    /**
     * @param most entries; one more is refused before the rest is read
     * @throws ApiException 400 when it is something else than a list of objects
     */
    static List<RawObject> list(Buffer body, int most) {
        RawParser parser = new RawParser(body);
        return parser.read(() -> parser.entries(most));
    }

    private <T> T read(Supplier<T> reading) {
        requireUtf8();
        try {
            T value = reading.get();
            if (!scan.isAtEnd()) {
                throw ApiException.badRequest("body", "invalid_json", "something follows the JSON value");
            }
            return value;
        } catch (JsonFault fault) {
            throw ApiException.badRequest(
                    place(), fault.code(), fault.getMessage() + " (" + fault.place(bytes.array(), bytes.from()) + ")");
        }
    }

    private RawObject only() {
        if (scan.isAtEnd()) {
            throw refused("empty", JsonKind.OBJECT);
        }
        expect(JsonKind.OBJECT, scan.kind());
        return object(1, MOST_FIELDS);
    }

    private List<RawObject> entries(int most) {
        if (scan.isAtEnd()) {
            throw refused("empty", JsonKind.LIST);
        }
        expect(JsonKind.LIST, scan.kind());
        scan.require('[');
        List<RawObject> entries = new ArrayList<>();
        if (scan.take(']')) {
            return entries;
        }
        do {
            JsonKind kind = scan.kind();
            if (entries.size() == most) {
                throw ApiException.badRequest("body", "too many entries (expected: at most " + most + ")");
            }
            entry = entries.size();
            expect(JsonKind.OBJECT, kind);
            entries.add(object(2, MOST_FIELDS_OF_ENTRY));
            entry = -1;
        } while (scan.take(','));
        scan.require(']');
        return entries;
    }

    /** Where the fault lies: {@code body}, {@code url}, {@code body[3]} or {@code body[3].url}. */
    private String place() {
        String field = members == null ? null : members.unfinished();
        if (entry < 0) {
            return field == null ? "body" : field;
        }
        return "body[" + entry + "]" + (field == null ? "" : "." + field);
    }

    /** UTF-16 and UTF-32 begin with their mark, or have a zero byte among the first four; UTF-8 has neither. */
    private void requireUtf8() {
        byte[] array = bytes.array();
        int from = bytes.from();
        boolean marked = bytes.length() >= 2
                && (array[from] & array[from + 1] & 0xFF) == 0xFE
                && (array[from] ^ array[from + 1]) == 1;
        boolean zero = false;
        for (int index = from; index < Math.min(from + 4, bytes.to()); index++) {
            zero |= array[index] == 0;
        }
        if (marked || zero) {
            throw ApiException.badRequest("body", "invalid_json", "not UTF-8 (expected: JSON in UTF-8)");
        }
    }

    private RawObject object(int depth, int most) {
        members = new JsonMembers(bytes.array(), most);
        return new RawObject(bytes, members.read(scan, depth));
    }

    private void expect(JsonKind expected, JsonKind found) {
        if (found != expected) {
            throw refused("it is " + found.words(), expected);
        }
    }

    private ApiException refused(String found, JsonKind expected) {
        return ApiException.badRequest(place(), found + " (expected: " + expected.words() + ")");
    }
}
