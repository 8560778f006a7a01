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
 * When the connections of one loop's client were opened. A connection that a call found open already says nothing
 * about how long it takes to open one, nor does one that was opened for a call that did not take it.
 */
final class Connections {
    private final Map<HttpConnection, Long> opened = new WeakHashMap<>();

    /** For the client's connect handler. */
    void opened(HttpConnection connection) {
        opened.put(connection, System.nanoTime());
    }

    /**
     * A request on a connection of its own.
     *
     * @param connectTime is told how long it took, if it was opened for this request
     */
    Future<HttpClientRequest> timed(HttpClient client, RequestOptions options, Consumer<Duration> connectTime) {
        long asked = System.nanoTime();
        return client.request(options).onSuccess(request -> tell(request, asked, connectTime));
    }

    private void tell(HttpClientRequest request, long asked, Consumer<Duration> connectTime) {
        Long when = opened.remove(request.connection());
        if (when != null && when >= asked) {
            connectTime.accept(Duration.ofNanos(when - asked));
        }
    }
}
