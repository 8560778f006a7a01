package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.Until;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is cut off when memory is short, which is one caller more than there is room for: that is made up, they are real. */
@ExtendWith(VertxExtension.class)
final class SlowCallersTest {
    private static final int SIZE = 16 << 20;
    private static final String REQUEST = "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n";

    /** In the order of their requests; of the server's context, as all of these fields. */
    private final List<Channel> channels = new ArrayList<>();

    private final List<HttpServerRequest> requests = new ArrayList<>();

    private int roomFor = Integer.MAX_VALUE;
    private Context context;
    private int port;

    @BeforeEach
    void serve(Vertx vertx) {
        context = vertx.getOrCreateContext();
        HttpServer server = onContext(() -> {
            SlowCallers slow =
                    new SlowCallers(vertx, new DirectMemory(4, () -> 2 + open() - roomFor), Integer.MAX_VALUE);
            return Arrivals.server(vertx, new HttpServerOptions().setStrictThreadMode(true), slow::opened)
                    .requestHandler(request -> {
                        channels.add(Taken.channel(request));
                        requests.add(request);
                        request.response().end(Buffer.buffer(new byte[SIZE]));
                    })
                    .listen(0, "127.0.0.1");
        });
        port = server.actualPort();
    }

    private <T> T onContext(Supplier<Future<T>> action) {
        return Until.done(context, action);
    }

    private long open() {
        return channels.stream().filter(Channel::isOpen).count();
    }

    @Test
    void memoryIsShort_theOneThatHasWaitedLongestIsCutOff() throws IOException {
        try (RawCaller first = stuck(1);
                RawCaller second = stuck(2)) {
            room(1);
            Until.holds(context, () -> open() == 1);
            assertThat(first.readRest().length()).isLessThan(SIZE);
            second.readHead();
            assertThat(second.readBytes(SIZE)).hasSize(SIZE);
        }
    }

    @Test
    void oneWhoReads_isNotCutOffBeforeOneWhoDoesNot() throws IOException {
        try (RawCaller reader = stuck(1);
                RawCaller stuck = stuck(2)) {
            Taken before = onContext(() -> Future.succeededFuture(Taken.of(channels.get(0))));
            reader.readHead();
            reader.readBytes(SIZE / 4);
            Until.holds(context, () -> !Taken.of(channels.get(0)).equals(before));
            room(1);
            Until.holds(context, () -> open() == 1);
            assertThat(reader.readBytes(SIZE - SIZE / 4)).hasSize(SIZE - SIZE / 4);
            assertThat(stuck.readRest().length()).isLessThan(SIZE);
        }
    }

    @Test
    void oneWhoseUpstreamWasReadAgain_comesBehindThoseWhoTookNothing() throws IOException {
        try (RawCaller goesOn = stuck(1);
                RawCaller stuck = stuck(2)) {
            onContext(() -> {
                SlowCallers.heldBack(requests.get(0), cut -> {});
                SlowCallers.goesOn(requests.get(0));
                SlowCallers.heldBack(requests.get(0), cut -> {});
                return Future.succeededFuture();
            });
            room(1);
            Until.holds(context, () -> open() == 1);
            assertThat(stuck.readRest().length()).isLessThan(SIZE);
            goesOn.readHead();
            assertThat(goesOn.readBytes(SIZE)).hasSize(SIZE);
        }
    }

    @Test
    void oneWhoHasTakenAll_isLeftAlone() throws IOException {
        try (RawCaller idle = stuck(1)) {
            idle.readHead();
            idle.readBytes(SIZE);
            room(0);
            try (RawCaller stuck = stuck(2)) {
                Until.holds(context, () -> !channels.get(1).isOpen());
                idle.send(REQUEST);
                Until.holds(context, () -> channels.size() == 3);
                assertThat(stuck.readRest().length()).isLessThan(SIZE);
            }
        }
    }

    private void room(int callers) {
        onContext(() -> {
            roomFor = callers;
            return Future.succeededFuture();
        });
    }

    /** Has asked, so that the server has answered and something is unsent. */
    private RawCaller stuck(int count) throws IOException {
        RawCaller caller = RawCaller.slowReader(port);
        caller.send(REQUEST);
        Until.holds(
                context,
                () -> channels.size() == count
                        && (!channels.get(count - 1).isOpen()
                                || Taken.of(channels.get(count - 1)).unsent() > 0));
        return caller;
    }
}
