package dev.atmar.relay;

import dev.atmar.http.Room;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;

/** A connection to an upstream, the calls that are on it, and its part of the room for all of them. */
final class OpenConnection {
    private final HttpConnection http;
    private final Room room;
    private final int needs;
    private final long opened = System.nanoTime();
    private boolean hasRoom;
    private String server;
    private Duration took;
    private int calls;

    OpenConnection(HttpConnection http, Room room) {
        this.http = http;
        this.room = room;
        this.needs = HeapRoom.upstream(http.isSsl());
    }

    /** The call that it was opened for still has what it took for the opening: nobody is to make room for both. */
    void takeWhatIsFree() {
        hasRoom = room.has(needs) && room.take(needs);
    }

    /** From before, or from now on. */
    boolean hasRoom() {
        hasRoom = hasRoom || room.take(needs);
        return hasRoom;
    }

    void giveBack() {
        if (hasRoom) {
            hasRoom = false;
            room.giveBack(needs);
        }
    }

    /**
     * One more call is on it.
     *
     * @param asked when the call began to wait for a connection, in ns; one that has opened since was opened for it, if
     *     it is the first
     */
    void taken(RequestOptions options, long asked) {
        if (server == null) {
            server = server(options);
            took = opened >= asked ? Duration.ofNanos(opened - asked) : null;
        }
        calls++;
    }

    /** One call fewer is on it. */
    void left() {
        calls--;
    }

    boolean isIdle() {
        return calls == 0;
    }

    HttpConnection http() {
        return http;
    }

    /** Null before the first call. */
    String server() {
        return server;
    }

    /** Of a call: what is the same for all that can be on one connection. */
    static String server(RequestOptions options) {
        return options.getServer() == null
                ? options.getHost() + ":" + options.getPort()
                : options.getServer().toString();
    }

    /** How long it took to open, if that is known. */
    Optional<Duration> took() {
        return Optional.ofNullable(took);
    }
}
