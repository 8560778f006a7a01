package dev.atmar.relay;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that behaves: it counts its calls, shows them to the test, and answers as the test says. */
final class Backend {
    static final String COMPLETION =
            "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"hello\"},"
                    + "\"finish_reason\":\"stop\"}]}";

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicInteger total = new AtomicInteger();
    private HttpServer server;

    /** A call whose request has arrived whole. */
    record Call(HttpServerRequest request, Buffer body, CompletableFuture<Void> closed, Context loop) {
        /** On its own loop: else the next call could be there before this one is counted out. */
        void answer(int status, String json, String... headers) {
            HttpServerResponse response = response(status, headers);
            if (!response.headers().contains("content-type")) {
                response.putHeader("content-type", "application/json");
            }
            loop.runOnContext(now -> response.end(json));
        }

        HttpServerResponse response(int status, String... headers) {
            HttpServerResponse response = request.response().setStatusCode(status);
            for (int i = 0; i < headers.length; i += 2) {
                response.putHeader(headers[i], headers[i + 1]);
            }
            return response;
        }

        MultiMap headers() {
            return request.headers();
        }

        String text() {
            return body.toString();
        }
    }

    private Backend() {}

    /** Answers every call the same way. */
    static Backend json(Vertx vertx, int status, String json, String... headers) {
        return of(vertx, call -> call.answer(status, json, headers));
    }

    /** Answers nothing by itself: the test does, call by call, with {@link #next}. */
    static Backend silent(Vertx vertx) {
        return of(vertx, call -> {});
    }

    /** Answers every call a moment later, so that calls made at once overlap. */
    static Backend slow(Vertx vertx, long millis, String json) {
        return of(vertx, call -> vertx.setTimer(millis, later -> call.answer(200, json)));
    }

    static Backend of(Vertx vertx, Handler<Call> answer) {
        Backend backend = new Backend();
        backend.server = Await.await(vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(1024))
                .requestHandler(request -> backend.serve(request, answer))
                .listen(0, "127.0.0.1"));
        return backend;
    }

    private void serve(HttpServerRequest request, Handler<Call> answer) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        connections.add(request.connection());
        total.incrementAndGet();
        peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        request.response().exceptionHandler(gone -> {});
        request.response().endHandler(ended -> inFlight.decrementAndGet());
        request.response().closeHandler(gone -> closed.complete(null));
        request.body().onSuccess(body -> {
            Call call = new Call(request, body, closed, Vertx.currentContext());
            calls.add(call);
            answer.handle(call);
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The next call that arrives, or has arrived. */
    Call next() {
        try {
            Call call = calls.poll(Await.SECONDS, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("the upstream was not called");
            }
            return call;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int total() {
        return total.get();
    }

    /** The most calls that were unanswered at one time. */
    int peak() {
        return peak.get();
    }

    int connections() {
        return connections.size();
    }
}
