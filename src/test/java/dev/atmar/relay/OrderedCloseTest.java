package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.Http1xClientConnection;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that lie unread here, in many small messages, when their connection closes. With epoll where there is one, for
 * it reads up to the close whether it is asked to or not.
 */
final class OrderedCloseTest {
    private static final int SIZE = 100_000;
    private static final String BODY = "x".repeat(SIZE);
    private static final String LENGTH = "HTTP/1.1 200 OK\r\ncontent-length: " + SIZE + "\r\n\r\n";
    private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\n";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final Context loop = vertx.getOrCreateContext();
    private final Promise<Void> vertxWasTold = Promise.promise();
    private final HttpClient client = vertx.httpClientBuilder()
            .with(new HttpClientOptions().setMaxChunkSize(1024))
            .with(new PoolOptions().setHttp1MaxSize(1))
            .withConnectHandler(this::opened)
            .build();
    private final Unread asking = new Unread(loop, client);

    private void opened(HttpConnection connection) {
        OrderedClose.keep((Http1xClientConnection) connection);
        connection.closeHandler(closed -> vertxWasTold.tryComplete());
    }

    @AfterEach
    void close() {
        Await.await(vertx.close());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LENGTH,
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: " + SIZE + "\r\n\r\n",
                "HTTP/1.0 200 OK\r\ncontent-length: " + SIZE + "\r\n\r\n",
                UNTIL_CLOSE
            })
    void answerThatIsWhole_isReadWhole(String head) throws IOException {
        assertReadWhole(head + BODY);
    }

    @Test
    void chunkedAnswerThatIsWhole_isReadWhole() throws IOException {
        String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
        assertReadWhole(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + chunk.repeat(SIZE / 1000) + "0\r\n\r\n");
    }

    private void assertReadWhole(String answer) throws IOException {
        try (RawPeer peer = RawPeer.answering(answer)) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            asking.awaitClosed(unread);
            assertThat(Await.await(Unread.read(unread)).length()).isEqualTo(SIZE);
            Await.await(vertxWasTold.future());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LENGTH, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n186a0\r\n"})
    void answerThatIsCut_fails(String head) throws IOException {
        try (RawPeer peer = RawPeer.answering(head + BODY.substring(1))) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            asking.awaitClosed(unread);
            assertThat(Await.failureOf(Unread.read(unread))).isInstanceOf(HttpClosedException.class);
            Await.await(vertxWasTold.future());
        }
    }

    @Test
    void answerThatLastsUntilTheConnectionIsReset_fails() throws IOException {
        assertThat(Await.failureOf(readBehindReset(UNTIL_CLOSE + BODY))).isInstanceOf(IOException.class);
    }

    @Test
    void answerThatIsWholeWhenTheConnectionIsReset_isReadWhole() throws IOException {
        assertThat(Await.await(readBehindReset(LENGTH + BODY)).length()).isEqualTo(SIZE);
    }

    private Future<Buffer> readBehindReset(String answer) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(answer);
            RawPeer.await(begun);
            session.reset();
        })) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            begun.countDown();
            asking.awaitClosed(unread);
            Future<Buffer> read = Unread.read(unread);
            Await.await(vertxWasTold.future());
            return read;
        }
    }

    @Test
    void callThatIsGivenUp_letsGoOfItsConnection() throws IOException {
        try (RawPeer peer = RawPeer.answering(LENGTH + BODY)) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            asking.awaitClosed(unread);
            unread.exceptionHandler(reset -> {});
            unread.request().reset();
            unread.resume();
            Await.await(vertxWasTold.future());
        }
    }

    @Test
    void callThatWaitsForTheConnection_getsAnother() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            boolean first = connections.incrementAndGet() == 1;
            session.readRequest();
            session.write(first ? LENGTH + BODY : "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");
        })) {
            HttpClientResponse unread = Await.await(asking.ask(peer));
            Future<Buffer> next = asking.ask(peer).compose(Unread::read);
            asking.awaitClosed(unread);
            assertThat(Await.await(Unread.read(unread)).length()).isEqualTo(SIZE);
            assertThat(Await.await(next)).hasToString("{}");
        }
    }

    @Test
    void connectionThatClosesWithoutACall_isForgotten() throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")) {
            assertThat(Await.await(asking.ask(peer).compose(Unread::read))).hasToString("{}");
            Await.await(vertxWasTold.future());
        }
    }

    @Test
    void connectionThatClosesBeforeTheHead_failsItsCall() throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 100 Continue\r\n\r\n")) {
            assertThat(Await.failureOf(asking.ask(peer))).isInstanceOf(HttpClosedException.class);
            Await.await(vertxWasTold.future());
        }
    }
}
