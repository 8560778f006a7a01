package dev.atmar.relay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An upstream that misbehaves: bare sockets, and a script that is played on each. */
final class RawPeer implements AutoCloseable {
    /** What is done with a connection; the connection is closed when it returns. */
    @FunctionalInterface
    interface Script {
        void play(Session session) throws IOException;
    }

    /** One connection. */
    static final class Session {
        private final Socket socket;
        private final InputStream in;

        private Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
        }

        /** Reads one request, head and body, and gives the body. */
        String readRequest() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new SocketException("closed before a request came");
                }
                head.append((char) next);
            }
            String length = head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
            return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
        }

        /**
         * Reads so many.
         *
         * @throws SocketException when it was closed before
         */
        byte[] readBytes(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new SocketException("closed before a request came");
            }
            return bytes;
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Closes the hard way, with a RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Returns when the other side has closed; bytes that still come are dropped. */
        void awaitClose() {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException reset) {
                // closed the hard way, which is closed
            }
        }

        /** Writes again and again until the other side has closed. */
        void writeUntilClosed(byte[] bytes) {
            writeUntilClosed(bytes, 0);
        }

        /** The same, at a pace. */
        void writeUntilClosed(byte[] bytes, long everyMillis) {
            try {
                while (true) {
                    write(bytes);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(everyMillis));
                }
            } catch (IOException closed) {
                // what was waited for
            }
        }
    }

    private final ServerSocket server;
    private final CompletableFuture<Void> played = new CompletableFuture<>();

    private RawPeer(ServerSocket server) {
        this.server = server;
    }

    static RawPeer of(Script script) throws IOException {
        RawPeer peer = new RawPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        thread(() -> peer.accept(script));
        return peer;
    }

    /** Reads one request and then writes these very bytes, and closes. */
    static RawPeer answering(String bytes) throws IOException {
        return of(session -> {
            session.readRequest();
            session.write(bytes);
        });
    }

    /** An address at which nobody listens. */
    static String refusing() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "http://127.0.0.1:" + free.getLocalPort();
        }
    }

    /** Waits for the other side of a test: the script for the test, or the test for the script. */
    static void await(CountDownLatch turn) {
        try {
            if (!turn.await(Await.SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing happened");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                thread(() -> play(script, socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void play(Script script, Socket socket) {
        try (socket) {
            script.play(new Session(socket));
            played.complete(null);
        } catch (IOException | RuntimeException | AssertionError e) {
            played.completeExceptionally(e);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "raw-peer");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Returns when the script has been played to its end on some connection; fails when it broke. */
    void awaitPlayed() {
        Await.await(played);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
