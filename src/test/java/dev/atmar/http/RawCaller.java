package dev.atmar.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A caller that writes what it likes and leaves when it likes; reads give up after 20 seconds. */
final class RawCaller implements AutoCloseable {
    private static final int SILENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    RawCaller(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(SILENCE_MILLIS);
        in = socket.getInputStream();
    }

    /** An answer with a content-length. */
    record Answer(String head, String body) {
        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        /** The header's value, or null. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    RawCaller send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A request with a body (null: none), on a connection that stays. */
    RawCaller send(String method, String path, String contentType, String body) throws IOException {
        String type = contentType == null ? "" : "content-type: " + contentType + "\r\n";
        int length = body == null ? 0 : body.getBytes(StandardCharsets.UTF_8).length;
        String framing = body == null ? "" : "content-length: " + length + "\r\n";
        return send(method + " " + path + " HTTP/1.1\r\nhost: h\r\n" + type + framing + "\r\n"
                + (body == null ? "" : body));
    }

    Answer answer() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.write(next);
        }
        Answer bodiless = new Answer(head.toString(StandardCharsets.UTF_8), "");
        byte[] body = in.readNBytes(Integer.parseInt(bodiless.header("content-length")));
        return new Answer(bodiless.head, new String(body, StandardCharsets.UTF_8));
    }

    /** All that comes until the server closes the connection, which it may do with a reset. */
    String everything() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                all.write(next);
            }
        } catch (SocketException reset) {
            // a reset is an end, too
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Whether the server has closed the connection, without another byte. */
    boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    /** Leaves with a reset instead of a farewell. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
