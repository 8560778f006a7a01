package dev.atmar.relay;

import dev.atmar.http.Answers;
import dev.atmar.http.BodyRoom;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Room;
import dev.atmar.http.Timeouts;
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

/** The relay's client, one a loop and version of HTTP: posts JSON and hands the answer out as soon as its head is there. */
final class Upstream {
    private static final int MAX_HEADER_BYTES = 65_536;

    private final Vertx vertx;
    private final RelaySettings settings;
    private final HttpClient http1;
    private final HttpClient http2;
    private final Connections connections;
    private final Timeouts firstLook;
    private final BodyRoom room;

    private Upstream(Vertx vertx, RelaySettings settings, int maxConnections, Room calls, BodyRoom room) {
        this.vertx = vertx;
        this.room = room;
        this.settings = settings;
        this.connections = new Connections(vertx, calls);
        this.firstLook = Deadlines.shared(vertx, settings);
        int maxWaiting = 2 * maxConnections;
        this.http1 = client(
                new HttpClientOptions().setMaxHeaderSize(MAX_HEADER_BYTES).setMaxChunkSize(Answers.PIECE_BYTES),
                new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(maxWaiting));
        this.http2 = client(
                Multiplexing.call(MAX_HEADER_BYTES),
                Multiplexing.pool(maxConnections).setMaxWaitQueueSize(maxWaiting));
    }

    private HttpClient client(HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options.setConnectTimeout((int) Math.min(Integer.MAX_VALUE, settings.connectMs())))
                .with(pool)
                .withConnectHandler(connections::opened)
                .build();
    }

    /**
     * The clients belong to the calling verticle, and are closed after its {@code stop}.
     *
     * @param maxConnections to one host over HTTP/1.1, see {@link Multiplexing#pool} for HTTP/2; at least as many calls
     *     more may wait for one, {@code connect_ms} at most. The pool takes calls whose connection is being opened for
     *     waiting ones, hence the bound of twice as many
     * @param calls of which each connection takes its part
     * @param room for what of answers is held here
     */
    static Upstream of(Vertx vertx, RelaySettings settings, int maxConnections, Room calls, BodyRoom room) {
        return new Upstream(vertx, settings, maxConnections, calls, room);
    }

    /** For what of answers is held here. */
    BodyRoom room() {
        return room;
    }

    /**
     * Posts JSON, and completes with the answer's head; its body waits, paused, until it is asked for.
     *
     * @param headers on top of content-type and accept-encoding
     * @param caller whose leaving resets the call
     */
    Future<Exchange> post(Target target, MultiMap headers, Buffer body, Patience patience, Cancellation caller) {
        return post(target, headers, body, patience, caller, Departure.UNSEEN);
    }

    /**
     * The same.
     *
     * @param departure is told when the call gets on its way
     */
    Future<Exchange> post(
            Target target, MultiMap headers, Buffer body, Patience patience, Cancellation caller, Departure departure) {
        if (!headers.contains(HttpHeaders.CONTENT_TYPE)) {
            headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return call(HttpMethod.POST, target, headers, body, patience, caller, departure);
    }

    /** Gets, and is {@link #post} otherwise. */
    Future<Exchange> get(Target target, MultiMap headers, Patience patience, Cancellation caller) {
        return call(HttpMethod.GET, target, headers, Buffer.buffer(), patience, caller, Departure.UNSEEN);
    }

    private Future<Exchange> call(
            HttpMethod method,
            Target target,
            MultiMap headers,
            Buffer body,
            Patience patience,
            Cancellation caller,
            Departure departure) {
        Exchange exchange = new Exchange(vertx, firstLook, settings, patience, room);
        caller.onCancel(exchange::callerGone);
        RequestOptions options = target.toOptions(method, settings.connectMs())
                .setHeaders(headers.set(HttpHeaders.ACCEPT_ENCODING, "identity"));
        HttpClient client = target.http2() ? http2 : http1;
        return exchange.send(
                connections.take(client, options, departure.connected(), exchange.ended()), body, departure.sent());
    }
}
