package dev.atmar.bench.exact;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An HTTP server whose latency is known exactly, on an event loop of its own. Each answer leaves when {@link
 * KnownLatency} says, counted from when the request's head was read; and of each it keeps an account, which is a second
 * clock beside the client's. It answers {@code ok} to whatever it is asked.
 */
public final class ExactServer implements AutoCloseable {
    private static final long MOST_SECONDS = 30;
    private static final int BACKLOG = 8192;

    /** Of which an account is kept; more are refused with 503. */
    private static final int MOST_REQUESTS = 1_000_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Departures departures = new Departures();
    private final List<Served> served = new ArrayList<>();
    private final KnownLatency latency;
    private int port;
    private long first;
    private long arrivals;

    private ExactServer(KnownLatency latency) {
        this.latency = latency;
    }

    /** Returns once it listens, on a port of loopback that the system chooses. Not for an event loop. */
    public static ExactServer start(KnownLatency latency) {
        ExactServer server = new ExactServer(latency);
        server.port = await(server.vertx
                        .createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
                        .requestHandler(server::take)
                        .listen(0, "127.0.0.1"))
                .actualPort();
        return server;
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Of the requests answered so far. Not for an event loop. */
    public Account account() {
        List<Served> copy = await(Future.<List<Served>>future(
                done -> vertx.getOrCreateContext().runOnContext(turn -> done.complete(List.copyOf(served)))));
        return new Account(
                copy.stream().sorted(Comparator.comparingLong(Served::number)).toList());
    }

    private void take(HttpServerRequest request) {
        long now = System.nanoTime();
        if (arrivals == 0) {
            first = now;
        }
        if (arrivals == MOST_REQUESTS) {
            request.response().setStatusCode(503).end("too many requests to keep an account of");
            return;
        }
        long number = arrivals++;
        long arrived = now - first;
        long due = latency.answerAt(number, arrived);
        Context loop = vertx.getOrCreateContext();
        departures.at(
                first + due, number, () -> loop.runOnContext(turn -> answer(request.response(), number, arrived, due)));
    }

    /** The clock is read first: the client may have the answer before the call that wrote it returns. */
    private void answer(HttpServerResponse out, long number, long arrived, long due) {
        if (!out.closed()) {
            served.add(new Served(number, arrived, due, System.nanoTime() - first));
            out.end("ok");
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the server did not do it within " + MOST_SECONDS + " s", e);
        }
    }

    @Override
    public void close() {
        departures.close();
        await(vertx.close());
    }
}
