package dev.atmar.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A peer that misbehaves: it reads one request a connection, writes what it is told to, and closes. */
final class RawPeer implements AutoCloseable {
    final AtomicInteger accepted = new AtomicInteger();

    /** Connections whose other side closed first. */
    final AtomicInteger left = new AtomicInteger();

    private final ServerSocket server;
    private final UnaryOperator<String> answers;
    private final boolean closes;

    /**
     * @param answers by the head of the request
     */
    private RawPeer(UnaryOperator<String> answers, boolean closes) {
        this.answers = answers;
        this.closes = closes;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** Writes this after a request, and closes. */
    static RawPeer cuttingAfter(String answer) {
        return new RawPeer(head -> answer, true);
    }

    /** Writes as many characters of this as the request's path says, and closes. */
    static RawPeer cuttingWhereAsked(String answer) {
        return new RawPeer(head -> answer.substring(0, Integer.parseInt(head.split("[ /]+")[1])), true);
    }

    /** Writes this after a request, and waits for the other side to close. */
    static RawPeer silentAfter(String answer) {
        return new RawPeer(head -> answer, false);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/";
    }

    /** An address at which nobody listens. */
    static String refusingUrl() {
        try (RawPeer gone = cuttingAfter("")) {
            return gone.url();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                accepted.incrementAndGet();
                daemon(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed: the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            String answer = answers.apply(readHead(in));
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            if (!closes) {
                in.transferTo(OutputStream.nullOutputStream());
                left.incrementAndGet();
            }
        } catch (IOException e) {
            left.incrementAndGet();
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int value = in.read();
            if (value < 0) {
                return head.toString();
            }
            head.append((char) value);
        }
        return head.toString();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "raw-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
