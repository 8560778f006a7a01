package dev.atmar.simulator;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A caller that is a plain socket, so that a test sees the very bytes, and where they are cut. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final StringBuilder received = new StringBuilder();

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient connect(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new RawClient(socket);
    }

    static RawClient post(int port, String key, Buffer body) throws IOException {
        RawClient client = connect(port);
        client.write("POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer " + key
                + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n");
        client.socket.getOutputStream().write(body.getBytes());
        return client;
    }

    void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Everything received so far, one character a byte, as soon as it holds this. */
    String readUntil(String end) throws IOException {
        int from = 0;
        while (received.indexOf(end, from) < 0) {
            from = Math.max(0, received.length() - end.length());
            if (!read()) {
                throw new AssertionError("closed before \"" + end + "\": " + received);
            }
        }
        return received.toString();
    }

    /** Everything, when the other side has closed. */
    String readToEnd() throws IOException {
        while (read()) {
            // once more, until the end
        }
        return received.toString();
    }

    private boolean read() throws IOException {
        byte[] bytes = new byte[65_536];
        try {
            int length = socket.getInputStream().read(bytes);
            received.append(length < 0 ? "" : new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            return length >= 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
