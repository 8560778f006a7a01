package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Room;
import dev.atmar.http.WebAddress;
import dev.atmar.relay.guard.Target;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an exchange does when the one who reads it breaks, or ends it, in the midst of an answer. */
@ExtendWith(VertxExtension.class)
final class ExchangeTest {
    private static final String TWO_CHUNKS_AND_NO_END =
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n2\r\n{}\r\n";

    private final AtomicInteger chunks = new AtomicInteger();

    @Test
    void readerThatThrows_endsItAtOnceAndClosesTheUpstream(Vertx vertx) throws IOException {
        Throwable failure = failureOfReading(vertx, (exchange, chunk) -> {
            throw new IllegalStateException("broken reader");
        });
        assertThat(failure).hasMessage("broken reader");
        assertThat(chunks).hasValue(1);
    }

    @Test
    void exchangeThatHasEnded_handsOutNoMoreChunks(Vertx vertx) throws IOException {
        Throwable failure =
                failureOfReading(vertx, (exchange, chunk) -> exchange.fail(new IllegalStateException("enough")));
        assertThat(failure).hasMessage("enough");
        assertThat(chunks).hasValue(1);
    }

    @Test
    void callerLeavesWhileTheConnectionOpens_theNextCallGetsIt_andNobodyComplains(Vertx vertx) throws IOException {
        try (RawPeer peer = RawPeer.answering("HTTP/1.1 204 No Content\r\n\r\n");
                Complaints complaints = Complaints.open()) {
            Cancellation caller = new Cancellation();
            Future<Exchange> next =
                    Future.future(head -> vertx.getOrCreateContext().runOnContext(turn -> {
                        Upstream upstream = Upstream.of(
                                vertx, Relay.settings(new JsonObject()), 1, Room.unbounded(), BodyRoom.unbounded());
                        Future<Exchange> left = post(upstream, peer.url(), caller);
                        post(upstream, peer.url(), new Cancellation())
                                .compose(answered -> left.transform(gone -> Future.succeededFuture(answered)))
                                .onComplete(head);
                        caller.cancel();
                    }));
            assertThat(Await.await(next).head().statusCode()).isEqualTo(204);
            assertThat(complaints.lines()).isEmpty();
        }
    }

    @Test
    void callHeldBackAtItsLastBytes_doesNotStopTheNextOneOnItsConnection(Vertx vertx) throws IOException {
        assertThat(nextAfter(vertx, exchange -> {})).isEqualTo("hello");
    }

    @Test
    void callThatEndsWhileHeldBackAtItsLastBytes_doesNotStopTheNextOneEither(Vertx vertx) throws IOException {
        assertThat(nextAfter(vertx, Exchange::callerGone)).isEqualTo("hello");
    }

    /** What the second call gets on the one connection there is. */
    private static String nextAfter(Vertx vertx, Consumer<Exchange> whenHeldBack) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            for (int call = 0; call < 2; call++) {
                session.readRequest();
                session.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello");
            }
            session.awaitClose();
        })) {
            return Await.await(Future.<String>future(got -> vertx.getOrCreateContext()
                    .runOnContext(turn -> {
                        Upstream upstream = Upstream.of(
                                vertx, Relay.settings(new JsonObject()), 1, Room.unbounded(), BodyRoom.unbounded());
                        post(upstream, peer.url(), new Cancellation())
                                .onSuccess(first -> first.read(chunk -> {
                                    first.holdBack();
                                    vertx.runOnContext(later -> {
                                        whenHeldBack.accept(first);
                                        second(upstream, peer.url()).onComplete(got);
                                    });
                                }));
                    })));
        }
    }

    private static Future<String> second(Upstream upstream, String url) {
        Buffer body = Buffer.buffer();
        return post(upstream, url, new Cancellation())
                .compose(exchange -> exchange.read(body::appendBuffer))
                .map(whole -> body.toString());
    }

    private Throwable failureOfReading(Vertx vertx, BiConsumer<Exchange, Buffer> reader) throws IOException {
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(TWO_CHUNKS_AND_NO_END);
            session.awaitClose();
        })) {
            Future<Void> read = Await.await(Future.future(asked -> vertx.getOrCreateContext()
                    .runOnContext(turn -> {
                        Future<Void> reading = post(vertx, peer.url())
                                .compose(exchange -> exchange.read(chunk -> {
                                    chunks.incrementAndGet();
                                    reader.accept(exchange, chunk);
                                }));
                        asked.complete(reading);
                    })));
            Throwable failure = Await.failureOf(read);
            peer.awaitPlayed();
            return failure;
        }
    }

    private static Future<Exchange> post(Vertx vertx, String url) {
        return post(
                Upstream.of(vertx, Relay.settings(new JsonObject()), 10, Room.unbounded(), BodyRoom.unbounded()),
                url,
                new Cancellation());
    }

    private static Future<Exchange> post(Upstream upstream, String url, Cancellation caller) {
        return upstream.post(
                Target.trusted(WebAddress.of("url", url)),
                MultiMap.caseInsensitiveMultiMap(),
                Buffer.buffer("{}"),
                Patience.of(60_000),
                caller);
    }
}
