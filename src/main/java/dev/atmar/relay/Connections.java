package dev.atmar.relay;

import dev.atmar.http.Room;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.impl.Http1xClientConnection;
import io.vertx.core.net.impl.ConnectionBase;
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
 * process runs out of descriptors, or the loop out of room, the longest idle first.
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
    private final Room room;
    private final Map<HttpConnection, OpenConnection> open = new HashMap<>();
    private final Set<OpenConnection> idle = new LinkedHashSet<>();

    /**
     * For the calling verticle's loop.
     *
     * @param room of which each connection and each stream takes its part
     */
    Connections(Vertx vertx, Room room) {
        this.vertx = vertx;
        this.room = room;
        Descriptors.onShortage(vertx, this::closeIdle);
        room.whenShort(this::closeLongestIdle);
    }

    /** For the clients' connect handler. Where there is no room for it, the call that takes it fails. */
    void opened(HttpConnection connection) {
        if (connection instanceof ConnectionBase base && !base.channel().isOpen()) {
            return; // Vert.x tells of no close that came before it was asked to
        }
        WriteQueues.shrink(connection);
        if (connection instanceof Http1xClientConnection http1) {
            OrderedClose.keep(http1);
            boundReceived(http1.channel());
        }
        OpenConnection opened = new OpenConnection(connection, room);
        opened.takeWhatIsFree();
        open.put(connection, opened);
        idle.add(opened);
        connection.closeHandler(closed -> closed(connection));
    }

    private void closed(HttpConnection connection) {
        OpenConnection opened = open.remove(connection);
        if (opened != null) {
            idle.remove(opened);
            opened.giveBack();
        }
    }

    /** As an option of the client it would size the buffer of each read, too. */
    private static void boundReceived(Channel channel) {
        channel.config().setOption(ChannelOption.SO_RCVBUF, RECEIVE_BYTES);
    }

    /**
     * A request on a connection of its own, over HTTP/2 on a stream.
     *
     * @param connectTime is told how long the connection took, if that is known
     * @param over when the call lets go of the connection
     */
    Future<HttpClientRequest> take(
            HttpClient client, RequestOptions options, Consumer<Duration> connectTime, Future<?> over) {
        int opening = opening(options);
        if (opening > 0 && !room.take(opening)) {
            return failed(Room.full());
        }
        long asked = System.nanoTime();
        return client.request(options)
                .recover(failure -> Descriptors.isShort(failure) ? again(client, options, over, 0) : failed(failure))
                .onComplete(opened -> room.giveBack(opening))
                .compose(request -> roomFor(request, over))
                .onSuccess(request -> {
                    WriteQueues.shrink(request);
                    taken(open.get(request.connection()), options, asked, connectTime, over);
                });
    }

    /** What is taken until there is a connection: as much as for one, for it may have to be opened. */
    private int opening(RequestOptions options) {
        int bytes = HeapRoom.upstream(Boolean.TRUE.equals(options.isSsl()));
        return !room.has(bytes) && hasIdle(OpenConnection.server(options)) ? 0 : bytes;
    }

    private boolean hasIdle(String server) {
        return idle.stream().anyMatch(connection -> server.equals(connection.server()));
    }

    /** A stream takes as much as a connection, until the call is over. */
    private Future<HttpClientRequest> roomFor(HttpClientRequest request, Future<?> over) {
        OpenConnection connection = open.get(request.connection());
        idle.remove(connection);
        boolean isStream = request.version() == HttpVersion.HTTP_2;
        if (connection != null && !connection.hasRoom() || isStream && !room.take(HeapRoom.UPSTREAM_BYTES)) {
            request.exceptionHandler(known -> {}).reset();
            rest(connection);
            return failed(Room.full());
        }
        if (isStream) {
            over.onComplete(ended -> room.giveBack(HeapRoom.UPSTREAM_BYTES));
        }
        return Future.succeededFuture(request);
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
    private void taken(
            OpenConnection connection,
            RequestOptions options,
            long asked,
            Consumer<Duration> connectTime,
            Future<?> over) {
        if (connection == null) {
            return;
        }
        connection.taken(options, asked);
        over.onComplete(ended -> left(connection));
        connection.took().ifPresent(connectTime);
    }

    private void left(OpenConnection connection) {
        connection.left();
        rest(connection);
    }

    /** Null, or one that has closed, is none any more. */
    private void rest(OpenConnection connection) {
        if (connection != null && connection.isIdle() && open.containsKey(connection.http())) {
            idle.add(connection);
        }
    }

    /** So many, or all there are. */
    private void closeIdle(int count) {
        for (int closed = 0; closed < count && closeLongestIdle(); closed++) {}
    }

    /** Whether there was one. */
    private boolean closeLongestIdle() {
        Iterator<OpenConnection> longestFirst = idle.iterator();
        if (!longestFirst.hasNext()) {
            return false;
        }
        HttpConnection connection = longestFirst.next().http();
        closed(connection);
        connection.close();
        return true;
    }
}
