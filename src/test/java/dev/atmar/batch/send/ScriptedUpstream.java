package dev.atmar.batch.send;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A server whose answers depend on how many requests came before. */
public final class ScriptedUpstream {
    public final AtomicInteger requests = new AtomicInteger();
    public final AtomicInteger peak = new AtomicInteger();
    public final List<HttpServerRequest> heads = new CopyOnWriteArrayList<>();
    public final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final int port;

    /**
     * One answer.
     *
     * @param status 0: none, ever; -1: the connection is closed
     */
    public record Answer(int status, String body, String retryAfter, long delayMillis) {
        public static Answer of(int status, String body) {
            return new Answer(status, body, null, 0);
        }

        public static Answer ok() {
            return of(200, "{\"ok\": true}");
        }

        public static Answer error(int status, String message) {
            return of(status, "{\"error\": {\"message\": \"" + message + "\"}}");
        }

        public Answer after(long millis) {
            return new Answer(status, body, retryAfter, millis);
        }

        public Answer retryAfter(String value) {
            return new Answer(status, body, value, delayMillis);
        }
    }

    /**
     * @param script the answer to the request of this number, from 0
     */
    public ScriptedUpstream(Vertx vertx, IntFunction<Answer> script) {
        port = vertx.createHttpServer()
                .requestHandler(request -> {
                    arrivals.add(System.nanoTime());
                    heads.add(request);
                    peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                    Answer answer = script.apply(requests.getAndIncrement());
                    request.body().onSuccess(body -> {
                        if (answer.delayMillis() == 0) {
                            answer(request, answer);
                        } else {
                            vertx.setTimer(answer.delayMillis(), later -> answer(request, answer));
                        }
                    });
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/v1/chat/completions";
    }

    private void answer(HttpServerRequest request, Answer answer) {
        if (answer.status() == 0) {
            return;
        }
        inFlight.decrementAndGet();
        if (answer.status() < 0) {
            request.connection().close();
        } else if (!request.response().closed()) {
            if (answer.retryAfter() != null) {
                request.response().putHeader("retry-after", answer.retryAfter());
            }
            request.response().setStatusCode(answer.status()).end(answer.body());
        }
    }
}
