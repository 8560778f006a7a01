package dev.atmar.relay;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one event loop's callers. One on which no request is under way is closed in time, whatever bytes
 * trickle in: a head that is never finished would else hold it for ever. While a request is under way nothing is done
 * here, however long it takes. What is still unsent of an answer is sent before the close.
 */
final class Visits implements Handler<RoutingContext> {
    private final Vertx vertx;
    private final long firstMillis;
    private final long idleMillis;
    private final Map<HttpConnection, Visit> visits = new HashMap<>();

    /** One connection, with one timer at most. */
    private static final class Visit {
        private int requests;
        private long timer;
    }

    /**
     * @param firstMillis from the opening of a connection to the end of its first request's head
     * @param idleMillis from the end of its last request to the next one's
     */
    Visits(Vertx vertx, long firstMillis, long idleMillis) {
        this.vertx = vertx;
        this.firstMillis = firstMillis;
        this.idleMillis = idleMillis;
    }

    void opened(HttpConnection connection) {
        Visit visit = new Visit();
        visits.put(connection, visit);
        visit.timer = closeAfter(firstMillis, connection);
        connection.closeHandler(closed -> left(connection));
    }

    private long closeAfter(long millis, HttpConnection connection) {
        return vertx.setTimer(millis, idle -> connection.close());
    }

    private void left(HttpConnection connection) {
        vertx.cancelTimer(visits.remove(connection).timer);
    }

    /**
     * In front of all other handlers, so that it sees the end of whatever they do. A request that was sent behind
     * another one may come up after its connection has closed.
     */
    @Override
    public void handle(RoutingContext context) {
        HttpConnection connection = context.request().connection();
        Visit visit = visits.get(connection);
        if (visit != null) {
            began(context, connection, visit);
        }
        context.next();
    }

    private void began(RoutingContext context, HttpConnection connection, Visit visit) {
        vertx.cancelTimer(visit.timer);
        visit.requests++;
        context.addEndHandler(ended -> ended(connection, visit));
    }

    private void ended(HttpConnection connection, Visit visit) {
        visit.requests--;
        if (visit.requests == 0 && visits.containsKey(connection)) {
            visit.timer = closeAfter(idleMillis, connection);
        }
    }
}
