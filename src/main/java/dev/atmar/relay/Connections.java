package dev.atmar.relay;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.Http1xClientConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connections of one loop's clients. How long one took to open is learnt from the call that it was opened for, when
 * it is the one that takes it, and told to every call that takes it after. Those on which no call is are closed when the
 * process runs out of descriptors, the longest idle first.
 */
final class Connections {
    /** How long a call waits for a descriptor, doubled each time: 620 ms in all. */
    private static final long ROOM_MILLIS = 20;

    private static final int TRIES = 5;

    /**
     * What the system may take in from one upstream over HTTP/1.1 that is not read; it takes up to twice as much. Once the
     * upstream closes, epoll reads all of that into memory, whether there is a reader or not, and the system by itself would
     * let it grow to megabytes. The price is that an answer comes at most this fast for each round trip: 1.3 MB a second
     * from 100 ms away; on loopback, answers of 4 MB and more come at two thirds of the pace, shorter ones as before.
     */
    private static final int RECEIVE_BYTES = 128 * 1024;

    private final Vertx vertx;
    private final Map<HttpConnection, Opened> open = new HashMap<>();
    private final Set<Opened> idle = new LinkedHashSet<>();

    /** An open connection. One that was opened for a call is not idle before that call has had it. */
    private static final class Opened {
        private final HttpConnection connection;
        private final long when = System.nanoTime();
        private boolean taken;
        private Duration took;
        private int calls;

        private Opened(HttpConnection connection) {
            this.connection = connection;
        }
    }

    /** For the calling verticle's loop. */
    Connections(Vertx vertx) {
        this.vertx = vertx;
        Descriptors.onShortage(vertx, this::closeIdle);
    }

    /** For the clients' connect handler. */
    void opened(HttpConnection connection) {
        WriteQueues.shrink(connection);
        if (connection instanceof Http1xClientConnection http1) {
            OrderedClose.keep(http1);
            boundReceived(http1.channel());
        }
        open.put(connection, new Opened(connection));
        connection.closeHandler(closed -> idle.remove(open.remove(connection)));
    }

    /** As an option of the client it would size the buffer of each read, too. */
    private static void boundReceived(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_RCVBUF, RECEIVE_BYTES);
        }
    }

    /**
     * A request on a connection of its own, over HTTP/2 on a stream.
     *
     * @param connectTime is told how long the connection took, if that is known
     * @param over when the call lets go of the connection
     */
    Future<HttpClientRequest> take(
            HttpClient client, RequestOptions options, Consumer<Duration> connectTime, Future<?> over) {
        long asked = System.nanoTime();
        return client.request(options)
                .recover(failure -> Descriptors.isShort(failure) ? again(client, options, over, 0) : failed(failure))
                .onSuccess(request -> {
                    WriteQueues.shrink(request);
                    taken(open.get(request.connection()), asked, connectTime, over);
                });
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

    /**
     * @param connection null when it has closed already
     */
    private void taken(Opened connection, long asked, Consumer<Duration> connectTime, Future<?> over) {
        if (connection == null) {
            return;
        }
        if (!connection.taken && connection.when >= asked) {
            connection.took = Duration.ofNanos(connection.when - asked);
        }
        connection.taken = true;
        if (connection.calls++ == 0) {
            idle.remove(connection);
        }
        over.onComplete(ended -> left(connection));
        if (connection.took != null) {
            connectTime.accept(connection.took);
        }
    }

    private void left(Opened connection) {
        if (--connection.calls == 0 && open.containsKey(connection.connection)) {
            idle.add(connection);
        }
    }

    /** So many, or all there are. */
    private void closeIdle(int count) {
        Iterator<Opened> longestFirst = idle.iterator();
        for (int closed = 0; closed < count && longestFirst.hasNext(); closed++) {
            HttpConnection connection = longestFirst.next().connection;
            longestFirst.remove();
            connection.close();
        }
    }
}
