package dev.atmar.relay;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Consumer;

/**
 * How long the connections of one loop's client took to open. That is learnt from the call that a connection was opened
 * for, when it is the one that takes it, and told to every call that takes it after.
 */
final class Connections {
    private final Map<HttpConnection, Long> opened = new WeakHashMap<>();
    private final Map<HttpConnection, Duration> took = new WeakHashMap<>();

    /** For the client's connect handler. */
    void opened(HttpConnection connection) {
        opened.put(connection, System.nanoTime());
    }

    /**
     * A request on a connection of its own.
     *
     * @param connectTime is told how long the connection took, if that is known
     */
    Future<HttpClientRequest> timed(HttpClient client, RequestOptions options, Consumer<Duration> connectTime) {
        long asked = System.nanoTime();
        return client.request(options).onSuccess(request -> tell(request.connection(), asked, connectTime));
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
