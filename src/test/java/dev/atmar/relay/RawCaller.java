package dev.atmar.relay;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A caller of the relay on a bare socket, which sees what really came over the wire. */
final class RawCaller implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawCaller(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawCaller of(Relay relay) throws IOException {
        return of(relay.port());
    }

    static RawCaller of(int port) throws IOException {
        return of(port, new Socket());
    }

    /** With a small window, so that it is soon felt when it does not read. */
    static RawCaller slowReader(Relay relay) throws IOException {
        return slowReader(relay.port());
    }

    static RawCaller slowReader(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(32 * 1024);
        return of(port, socket);
    }

    /** One who has agreed with the relay to speak HTTP/2. */
    static RawCaller ofHttp2OverTls(Relay relay) throws IOException {
        SSLSocket socket = (SSLSocket) SelfSigned.trusting().getSocketFactory().createSocket();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return of(relay.port(), socket);
    }

    private static RawCaller of(int port, Socket socket) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.setSoTimeout((int) Await.SECONDS * 1000);
        return new RawCaller(socket);
    }

    void post(String path, Object json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        send("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length + "\r\n\r\n" + json);
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Sends a byte now and then until the relay has closed its side, without reading what came from it. */
    void sendUntilClosed() throws IOException {
        repeatUntilClosed(new byte[] {'x'});
    }

    /** The same with these bytes. */
    void repeatUntilClosed(byte[] bytes) throws IOException {
        long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(Await.SECONDS);
        while (System.nanoTime() < giveUp) {
            try {
                send(bytes);
            } catch (SocketException closed) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        throw new IOException("the relay keeps the connection");
    }

    /** Up to and with the blank line. */
    String readHead() throws IOException {
        return readUntil("\r\n\r\n");
    }

    String readUntil(String end) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.UTF_8).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.write(next);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** Sends the same again and again until the relay has closed its side, without reading what came from it. */
    void floodUntilClosed(byte[] bytes) throws IOException {
        try {
            while (true) {
                send(bytes);
            }
        } catch (SocketException closed) {
            // what was waited for
        }
    }

    byte[] readBytes(int count) throws IOException {
        return in.readNBytes(count);
    }

    /** What still comes until the relay closes, the hard way or not. */
    String readRest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            in.transferTo(rest);
        } catch (SocketException reset) {
            // closed the hard way, which is closed
        }
        return rest.toString(StandardCharsets.UTF_8);
    }

    /** Whether what still comes ends in a RST. */
    boolean readUntilReset() throws IOException {
        try {
            in.transferTo(OutputStream.nullOutputStream());
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    /** Leaves the hard way, with a RST. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
