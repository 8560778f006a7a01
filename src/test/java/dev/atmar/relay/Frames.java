package dev.atmar.relay;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** HTTP/2 by hand (RFC 9113, 4), for peers that break its rules, and the options of a client that keeps them. */
final class Frames {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int ACK = 1;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int REFUSED = 7;

    private Frames() {}

    static byte[] of(int type, int flags, int stream, byte... payload) {
        return head(payload.length, type, flags, stream).appendBytes(payload).getBytes();
    }

    /** The nine bytes before a payload, which may be longer than what follows. */
    static Buffer head(int length, int type, int flags, int stream) {
        return Buffer.buffer()
                .appendMedium(length)
                .appendByte((byte) type)
                .appendByte((byte) flags)
                .appendInt(stream);
    }

    /** A client's preface, and settings without any. */
    static byte[] hello() {
        return Buffer.buffer(PREFACE).appendBytes(settings()).getBytes();
    }

    /** Settings without any, which is all of a server's preface. */
    static byte[] settings() {
        return of(SETTINGS, 0, 0);
    }

    static byte[] reset(int stream, int code) {
        return of(RESET, 0, stream, Buffer.buffer().appendInt(code).getBytes());
    }

    static byte[] goAway(int lastStream, int code) {
        return of(
                GOAWAY,
                0,
                0,
                Buffer.buffer().appendInt(lastStream).appendInt(code).getBytes());
    }

    /** Headers as literals without an index (RFC 7541, 6.2.2); names and values shorter than 127 bytes. */
    static byte[] block(String... namesAndValues) {
        Buffer block = Buffer.buffer();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.appendByte((byte) 0);
            for (String text : new String[] {namesAndValues[i], namesAndValues[i + 1]}) {
                block.appendByte((byte) text.length()).appendString(text);
            }
        }
        return block.getBytes();
    }

    /** Headers of a request. */
    static byte[] get(String path) {
        return block(":method", "GET", ":scheme", "http", ":path", path, ":authority", "localhost");
    }

    /** The payload of the next frame of this type on this stream; others before it are passed over. */
    static byte[] readUntil(RawCaller caller, int type, int stream) throws IOException {
        while (true) {
            Buffer head = Buffer.buffer(caller.readBytes(9));
            byte[] payload = caller.readBytes(head.getMedium(0));
            if (head.getByte(3) == type && head.getInt(5) == stream) {
                return payload;
            }
        }
    }

    /** Returns when a request has come whole on this stream; its preface is passed over, too. */
    static void readRequest(RawPeer.Session session, int stream) throws IOException {
        if (stream == 1) {
            session.readBytes(PREFACE.length);
        }
        while (true) {
            Buffer head = Buffer.buffer(session.readBytes(9));
            session.readBytes(head.getMedium(0));
            boolean ends = head.getByte(3) <= HEADERS && (head.getByte(4) & END_STREAM) != 0;
            if (ends && head.getInt(5) == stream) {
                return;
            }
        }
    }

    /** Of a Vert.x client that begins with HTTP/2 in clear text. */
    static HttpClientOptions priorKnowledge() {
        return new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false);
    }
}
