package dev.atmar.http.json;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A JSON value of any kind, checked to its end in one pass, and not parsed: of an object it is known where its members
 * stand. It must be UTF-8, without a mark before it (RFC 8259, 8.1).
 */
public final class RawJson {
    private static final int MOST_MEMBERS = 10_000;

    private final byte[] bytes;
    private final int start;
    private final int end;

    /** Null until they are asked for. */
    private JsonMembers members;

    private RawJson(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** Empty when it is not JSON, is cut, something follows it, or it is an object of more than 10,000 members. */
    public static Optional<RawJson> read(Buffer body) {
        Bytes bytes = Bytes.of(body);
        JsonScan scan = new JsonScan(bytes.array(), bytes.from(), bytes.to());
        scan.next();
        RawJson value = new RawJson(bytes.array(), scan.position(), bytes.to());
        try {
            value.read(scan);
            return scan.isAtEnd() ? Optional.of(value) : Optional.empty();
        } catch (JsonFault fault) {
            return Optional.empty();
        }
    }

    private void read(JsonScan scan) {
        members = new JsonMembers(bytes, MOST_MEMBERS);
        if (scan.next() == '{') {
            members.read(scan, 1);
        } else {
            scan.skipValue(0);
        }
    }

    /** The value of a member; empty when it is no object, or has none of that name. */
    public Optional<RawJson> member(String name) {
        if (members == null) {
            read(new JsonScan(bytes, start, end));
        }
        int member = members.find(name);
        return member < 0
                ? Optional.empty()
                : Optional.of(new RawJson(bytes, members.start(member), members.end(member)));
    }

    public boolean isObject() {
        return bytes[start] == '{';
    }

    /** Whether it is neither null nor false. */
    public boolean isSet() {
        return bytes[start] != 'n' && bytes[start] != 'f';
    }

    /** A number without its fraction, and at least 0; 0 for all that is none. */
    public long count() {
        if (JsonKind.of(bytes[start]) != JsonKind.NUMBER) {
            return 0;
        }
        String number = new String(bytes, start, end - start, StandardCharsets.US_ASCII);
        try {
            return Math.max(0, Long.parseLong(number));
        } catch (NumberFormatException e) {
            return Math.max(0, (long) Double.parseDouble(number));
        }
    }
}
