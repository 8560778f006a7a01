package dev.atmar.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Single requests to a server on loopback, each on a connection of its own. */
final class Asking {
    private static final long EACH_MILLIS = 2;
    private static final long MOST_SECONDS = 60;
    private static final int ANSWER_MILLIS = 30_000;

    private final int port;
    private final Child server;

    Asking(int port, Child server) {
        this.port = port;
        this.server = server;
    }

    /** Asks again each two milliseconds, until the answer is 200. */
    void untilAnswered(String method, String path, String body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
        while (!isAnswered(method, path, body)) {
            if (server.process().waitFor(EACH_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw server.failure("did not answer " + path);
            }
        }
    }

    void once(String method, String path, String body) throws IOException {
        if (!isAnswered(method, path, body)) {
            throw server.failure("did not answer " + path);
        }
    }

    private boolean isAnswered(String method, String path, String body) {
        String request = method + " " + path + " HTTP/1.1\r\nhost: 127.0.0.1:" + port
                + "\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            return false;
        }
    }
}
