package dev.atmar.lab;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many requests fired at once, each on a connection of its own. All connections are held before the first request
 * leaves, so that no request waits for one and connecting is not measured.
 *
 * @param client with a pool of at least {@code size}
 */
record Volley(HttpClient client, int size) {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /**
     * What came of it.
     *
     * @param wallNanos from the start to the end of the last answer
     */
    record Outcome(List<Reply> replies, long wallNanos) {}

    /**
     * Fails only when the connections cannot be had; a request that fails is a reply.
     *
     * @param quiet how long a connection may bring nothing before its request has failed
     */
    Future<Outcome> fire(String url, Duration quiet) {
        RequestOptions target = new RequestOptions()
                .setAbsoluteURI(url)
                .setConnectTimeout(CONNECT.toMillis())
                .setIdleTimeout(quiet.toMillis());
        List<Future<HttpClientRequest>> held =
                Stream.generate(() -> client.request(target)).limit(size).toList();
        return Future.join(held).compose(all -> send(all.list()));
    }

    private Future<Outcome> send(List<HttpClientRequest> requests) {
        long start = System.nanoTime();
        List<Future<Reply>> replies =
                requests.stream().map(request -> send(request, start)).toList();
        return Future.join(replies).map(all -> new Outcome(all.list(), System.nanoTime() - start));
    }

    private static Future<Reply> send(HttpClientRequest request, long start) {
        // Without a handler a reset is logged as an error of the program; it reaches the reply as a failure anyway.
        request.exceptionHandler(failure -> {});
        return Reply.read(request.send(), start);
    }
}
