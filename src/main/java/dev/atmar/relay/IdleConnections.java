package dev.atmar.relay;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections to upstreams of one event loop on which no call is, the longest idle first. One that was opened for a
 * call is not idle before that call has had it.
 */
final class IdleConnections {
    private final Set<HttpConnection> idle = new LinkedHashSet<>();
    private final Map<HttpConnection, Integer> calls = new HashMap<>();

    void opened(HttpConnection connection) {
        calls.put(connection, 0);
        connection.closeHandler(closed -> forget(connection));
    }

    private void forget(HttpConnection connection) {
        calls.remove(connection);
        idle.remove(connection);
    }

    /**
     * A call has the connection.
     *
     * @param over when it lets go of it
     */
    void taken(HttpConnection connection, Future<?> over) {
        if (calls.computeIfPresent(connection, (taken, count) -> count + 1) != null) {
            idle.remove(connection);
            over.onComplete(ended -> left(connection));
        }
    }

    private void left(HttpConnection connection) {
        Integer others = calls.computeIfPresent(connection, (left, count) -> count - 1);
        if (others != null && others == 0) {
            idle.add(connection);
        }
    }

    /** Closes so many, or all there are. */
    void closeOldest(int count) {
        Iterator<HttpConnection> oldestFirst = idle.iterator();
        for (int closed = 0; closed < count && oldestFirst.hasNext(); closed++) {
            HttpConnection connection = oldestFirst.next();
            oldestFirst.remove();
            calls.remove(connection);
            connection.close();
        }
    }

    int size() {
        return idle.size();
    }
}
