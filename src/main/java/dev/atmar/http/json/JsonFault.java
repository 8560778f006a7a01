package dev.atmar.http.json;

/** Bytes that are not JSON, are nested too deeply, or hold too many members; it has no stack trace, for callers send such bytes. */
final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String code;

    /**
     * @param offset index of the byte that cannot stand where it stands; the end, where more was expected
     */
    JsonFault(int offset) {
        this(offset, "invalid_json", "not JSON, or nested too deeply");
    }

    private JsonFault(int offset, String code, String complaint) {
        super(complaint, null, false, false);
        this.offset = offset;
        this.code = code;
    }

    /**
     * @param offset index of the first member of an object that is one too many
     */
    static JsonFault tooManyMembers(int offset, int most) {
        return new JsonFault(offset, "invalid_value", "too many fields (expected: at most " + most + ")");
    }

    /** A stable word for programs. */
    String code() {
        return code;
    }

    /**
     * As {@code line 2, column 7}, both from 1; the column is counted in bytes. A line ends with LF, CRLF or CR.
     *
     * @param bytes in which it was found
     * @param from index of the first one
     */
    String place(byte[] bytes, int from) {
        int line = 1;
        int start = from;
        for (int index = from; index < offset; index++) {
            if (bytes[index] == '\n' || bytes[index] == '\r' && (index + 1 == offset || bytes[index + 1] != '\n')) {
                line++;
                start = index + 1;
            }
        }
        return "line " + line + ", column " + (offset - start + 1);
    }
}
