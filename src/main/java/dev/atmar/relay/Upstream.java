package dev.atmar.relay;

import dev.atmar.http.Cancellation;
import dev.atmar.relay.guard.Target;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;

/** The relay's client, one a loop: posts JSON and hands the answer out as soon as its head is there. */
final class Upstream {
    private static final int MAX_HEADER_BYTES = 65_536;

    private final Vertx vertx;
    private final RelaySettings settings;
    private final HttpClient client;

    private Upstream(Vertx vertx, RelaySettings settings, HttpClient client) {
        this.vertx = vertx;
        this.settings = settings;
        this.client = client;
    }

    /**
     * The client belongs to the calling verticle, and is closed after its {@code stop}.
     *
     * @param maxConnections to one host; at least as many calls more may wait for one, {@code connect_ms} at most. The
     *     pool takes calls whose connection is being opened for waiting ones, hence the bound of twice as many
     */
    static Upstream of(Vertx vertx, RelaySettings settings, int maxConnections) {
        HttpClientOptions options = new HttpClientOptions().setMaxHeaderSize(MAX_HEADER_BYTES);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(2 * maxConnections);
        return new Upstream(vertx, settings, vertx.createHttpClient(options, pool));
    }

    /**
     * Posts, and completes with the answer's head; its body waits, paused, until it is asked for.
     *
     * @param headers on top of content-type and accept-encoding
     * @param totalMillis bound of the whole call
     * @param caller whose leaving resets the call
     */
    Future<Exchange> post(Target target, MultiMap headers, Buffer body, long totalMillis, Cancellation caller) {
        Exchange exchange = new Exchange(vertx, settings, totalMillis);
        caller.onCancel(exchange::callerGone);
        RequestOptions options =
                target.toOptions(HttpMethod.POST, settings.connectMs()).setHeaders(withDefaults(headers));
        return exchange.send(client, options, body);
    }

    private static MultiMap withDefaults(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
    }
}
