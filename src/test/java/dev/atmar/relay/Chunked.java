package dev.atmar.relay;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Answers of an upstream on the wire, in chunks that are cut where the test says. The connection is said to close behind
 * them, or the next call would race with its end.
 */
final class Chunked {
    static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";

    static final String JSON_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";

    static final String END = "0\r\n\r\n";

    private Chunked() {}

    /** Of ASCII. */
    static String chunk(String text) {
        return latin1(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of a text as two chunks; what is empty is none. */
    static byte[] cut(String text, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String chunks = latin1(Arrays.copyOf(bytes, at)) + latin1(Arrays.copyOfRange(bytes, at, bytes.length));
        return (STREAM_HEAD + chunks + END).getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] byteByByte(String text) {
        StringBuilder chunks = new StringBuilder(STREAM_HEAD);
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            chunks.append(latin1(new byte[] {each}));
        }
        return chunks.append(END).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A whole answer of ASCII. */
    static String stream(String events) {
        return STREAM_HEAD + chunk(events) + END;
    }

    private static String latin1(byte[] bytes) {
        return bytes.length == 0
                ? ""
                : Integer.toHexString(bytes.length) + "\r\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\r\n";
    }
}
