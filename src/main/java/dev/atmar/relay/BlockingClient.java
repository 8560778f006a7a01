package dev.atmar.relay;

import dev.atmar.http.ApiException;
import dev.atmar.http.RetryAfter;
import dev.atmar.relay.account.Key;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A client whose caller waits, on its own thread, until the answer is there: what asynchronous code replaces. */
final class BlockingClient {
    private final Duration connectTimeout;
    private final int maxBytes;
    private HttpClient client;

    BlockingClient(Duration connectTimeout, int maxBytes) {
        this.connectTimeout = connectTimeout;
        this.maxBytes = maxBytes;
    }

    /** An answer, whole. */
    record Answer(int statusCode, Buffer body, int retryAfterSeconds) {}

    /** A call that is sent when it is awaited, and not at all when it was cancelled before. */
    final class Call {
        private final HttpRequest request;
        private final long timeoutMillis;
        private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

        private Call(HttpRequest request, long timeoutMillis) {
            this.request = request;
            this.timeoutMillis = timeoutMillis;
        }

        /** From any thread: the connection is closed, and {@link #await} fails. Harmless when the call is over. */
        void cancel() {
            cancelled.complete(null);
        }

        /** Blocks until the last byte of the answer, or its deadline. */
        Answer await() throws IOException, InterruptedException {
            if (cancelled.isDone()) {
                throw ApiException.callerGone();
            }
            CompletableFuture<HttpResponse<byte[]>> answer = client().sendAsync(request, BoundedBody.of(maxBytes));
            cancelled.thenRun(() -> answer.cancel(true));
            try {
                return answered(answer.get(timeoutMillis, TimeUnit.MILLISECONDS));
            } catch (CancellationException e) {
                throw ApiException.callerGone();
            } catch (TimeoutException e) {
                throw late();
            } catch (ExecutionException e) {
                throw reason(e.getCause());
            } finally {
                answer.cancel(true);
            }
        }
    }

    /** A question for the base URL's chat route. */
    Call prepare(String baseUrl, Key key, Buffer body, Patience patience) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.getBytes()))
                .header("content-type", "application/json")
                .header("accept-encoding", "identity")
                .header("authorization", key.authorization())
                .build();
        return new Call(request, patience.leftMillis());
    }

    /**
     * Made by the first call, on the thread that waits for it anyway: a client reads all certificates the platform trusts,
     * for which neither the start nor an event loop has the time.
     */
    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(connectTimeout)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }
        return client;
    }

    private static Answer answered(HttpResponse<byte[]> whole) {
        String retryAfter = whole.headers().firstValue("retry-after").orElse(null);
        return new Answer(whole.statusCode(), Buffer.buffer(whole.body()), RetryAfter.seconds(retryAfter));
    }

    private static ApiException late() {
        return ApiException.of(504, "total_timeout", "a deadline passed before the answer was there");
    }

    private static IOException reason(Throwable cause) {
        if (cause instanceof HttpConnectTimeoutException) {
            throw ApiException.of(504, "connect_timeout", "no connection to the upstream in time");
        }
        if (cause instanceof HttpTimeoutException) {
            throw late();
        }
        if (cause instanceof ApiException known) {
            throw known;
        }
        if (cause.getCause() instanceof UnresolvedAddressException) {
            return new UnknownHostException();
        }
        return cause instanceof IOException io ? io : new IOException(cause);
    }
}
