package dev.atmar.relay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connections of one loop's client. How long one took to open is learnt from the call that it was opened for, when it
 * is the one that takes it, and told to every call that takes it after. Those that are idle are closed when the process
 * runs out of descriptors.
 */
final class Connections {
    /** How long a call waits for a descriptor, doubled each time: 620 ms in all. */
    private static final long ROOM_MILLIS = 20;

    private static final int TRIES = 5;

    private final Vertx vertx;
    private final IdleConnections idle = new IdleConnections();
    private final Map<HttpConnection, Long> opened = new WeakHashMap<>();
    private final Map<HttpConnection, Duration> took = new WeakHashMap<>();

    /** For the calling verticle's loop. */
    Connections(Vertx vertx) {
        this.vertx = vertx;
        Descriptors.onShortage(vertx, idle::closeOldest);
    }

    /** For the client's connect handler. */
    void opened(HttpConnection connection) {
        opened.put(connection, System.nanoTime());
        idle.opened(connection);
    }

    /**
     * A request on a connection of its own.
     *
     * @param connectTime is told how long the connection took, if that is known
     * @param over when the call lets go of the connection
     */
    Future<HttpClientRequest> timed(
            HttpClient client, RequestOptions options, Consumer<Duration> connectTime, Future<?> over) {
        long asked = System.nanoTime();
        return client.request(options)
                .recover(failure -> Descriptors.isShort(failure) ? again(client, options, over, 0) : failed(failure))
                .onSuccess(request -> idle.taken(request.connection(), over))
                .onSuccess(request -> tell(request.connection(), asked, connectTime));
    }

    /** Once idle connections are closed, here or on another loop, unless the call is over by then. */
    private Future<HttpClientRequest> again(HttpClient client, RequestOptions options, Future<?> over, int tries) {
        if (tries == TRIES || over.isComplete()) {
            return Future.failedFuture(Descriptors.EXHAUSTED);
        }
        Descriptors.makeRoom(vertx);
        return vertx.timer(ROOM_MILLIS << tries, TimeUnit.MILLISECONDS)
                .compose(room -> client.request(options))
                .recover(failure ->
                        Descriptors.isShort(failure) ? again(client, options, over, tries + 1) : failed(failure));
    }

    private static Future<HttpClientRequest> failed(Throwable failure) {
        return Future.failedFuture(failure);
    }

    private void tell(HttpConnection connection, long asked, Consumer<Duration> connectTime) {
        Long when = opened.remove(connection);
        if (when != null && when >= asked) {
            took.put(connection, Duration.ofNanos(when - asked));
        }
        Duration known = took.get(connection);
        if (known != null) {
            connectTime.accept(known);
        }
    }
}
