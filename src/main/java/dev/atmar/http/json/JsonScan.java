package dev.atmar.http.json;

/**
 * A strict reader of JSON (RFC 8259) that goes over it once and makes nothing of it: every byte is checked, and what is
 * told is where values begin and end. Behind the end of the bytes it sees zeros, which stand nowhere in JSON. Own code
 * because it is the relay's hot path, where all that a call costs besides is its bytes: Jackson takes several times as
 * long to skip the same.
 */
final class JsonScan {
    /** Objects and lists in one another; as deep as Jackson goes, which may read the same bytes later. */
    static final int MAX_DEPTH = 1000;

    /** Bytes; Jackson would read no longer ones. */
    private static final int LONGEST_NAME = 50_000;

    private final byte[] bytes;
    private final int to;
    private final JsonText text;
    private final JsonWord word;

    /** One bit for each depth: whether it is a list that is open there, and not an object. */
    private final long[] lists = new long[MAX_DEPTH / Long.SIZE + 1];

    private int at;

    JsonScan(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        this.text = new JsonText(bytes, to);
        this.word = new JsonWord(bytes, to);
        this.at = from;
    }

    /** Index of the byte that is read next. */
    int position() {
        return at;
    }

    /** The next byte that is not blank, which is not taken; zero at the end. */
    byte next() {
        while (at < to) {
            byte next = bytes[at];
            if (next > ' ' || !JsonBlank.isBlank(next)) {
                return next;
            }
            at++;
        }
        return 0;
    }

    /** Takes the next byte that is not blank, if it is this one. */
    boolean take(char wanted) {
        if (next() == wanted) {
            at++;
            return true;
        }
        return false;
    }

    /**
     * @throws JsonFault when the next byte that is not blank is another
     */
    void require(char wanted) {
        if (!take(wanted)) {
            throw fault();
        }
    }

    boolean isAtEnd() {
        next();
        return at == to;
    }

    /**
     * What begins here; a number or a word is read to its end first, so that no other word is taken for one.
     *
     * @throws JsonFault when it is no value
     */
    JsonKind kind() {
        byte first = next();
        JsonKind kind = JsonKind.of(first);
        if (kind == null) {
            throw fault();
        }
        if (!kind.isNested() && kind != JsonKind.TEXT) {
            word.skip(at);
        }
        return kind;
    }

    /**
     * Skips a name, up to its colon.
     *
     * @throws JsonFault when there is none
     */
    void skipName() {
        require('"');
        int start = at;
        at = text.skip(at);
        if (at - start > LONGEST_NAME) {
            throw fault();
        }
    }

    /**
     * Skips a value of any kind.
     *
     * @param outside how many objects and lists it stands in
     * @throws JsonFault when it is none
     */
    void skipValue(int outside) {
        int depth = outside;
        while (true) {
            byte first = next();
            if (first == '{' || first == '[') {
                depth = open(depth, first == '[');
                if (next() != closing(depth)) {
                    nameIn(depth);
                    continue;
                }
            } else {
                skipScalar(first);
            }
            while (depth > outside && take(closing(depth))) {
                depth--;
            }
            if (depth == outside) {
                return;
            }
            require(',');
            nameIn(depth);
        }
    }

    private int open(int outside, boolean list) {
        if (outside == MAX_DEPTH) {
            throw fault();
        }
        int depth = outside + 1;
        long bit = 1L << depth;
        lists[depth >>> 6] = list ? lists[depth >>> 6] | bit : lists[depth >>> 6] & ~bit;
        at++;
        return depth;
    }

    private boolean isList(int depth) {
        return (lists[depth >>> 6] & 1L << depth) != 0;
    }

    private char closing(int depth) {
        return isList(depth) ? ']' : '}';
    }

    private void nameIn(int depth) {
        if (!isList(depth)) {
            skipName();
            require(':');
        }
    }

    private void skipScalar(byte first) {
        at = first == '"' ? text.skip(at + 1) : word.skip(at);
    }

    private JsonFault fault() {
        return new JsonFault(at);
    }
}
