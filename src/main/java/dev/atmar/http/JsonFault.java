package dev.atmar.http;

/** Bytes that are not JSON, or are nested too deeply; it has no stack trace, for callers send such bytes. */
final class JsonFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /**
     * @param offset index of the byte that cannot stand where it stands; the end, where more was expected
     */
    JsonFault(int offset) {
        super("not JSON", null, false, false);
        this.offset = offset;
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
