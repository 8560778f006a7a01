package dev.atmar.load;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A well-behaved HTTP server that counts what it sees, and holds back the answers it is told to hold. */
final class Upstream {
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger peak = new AtomicInteger();
    final AtomicInteger reset = new AtomicInteger();
    final List<HttpServerRequest> heads = new CopyOnWriteArrayList<>();
    final List<String> bodies = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> held = new ConcurrentLinkedQueue<>();
    private final Vertx vertx;
    private int port;

    Upstream(Vertx vertx) {
        this.vertx = vertx;
        this.port = Waiting.await(vertx.createHttpServer()
                        .connectionHandler(connection -> {
                            connections.incrementAndGet();
                            connection.closeHandler(closed -> connections.decrementAndGet());
                        })
                        .requestHandler(this::serve)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Answers {@code howMany} of the requests that are held, waiting for them to come. */
    void release(int howMany) {
        for (int i = 0; i < howMany; i++) {
            Waiting.until("a held request", () -> !held.isEmpty());
            held.remove().run();
        }
    }

    int held() {
        return held.size();
    }

    private void serve(HttpServerRequest request) {
        requests.incrementAndGet();
        heads.add(request);
        peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        request.response().closeHandler(closed -> {
            reset.incrementAndGet();
            inFlight.decrementAndGet();
        });
        request.body().onSuccess(body -> {
            bodies.add(body.toString());
            handler(request.path()).handle(new Exchange(request, body));
        });
    }

    private record Exchange(HttpServerRequest request, Buffer body) {}

    private Handler<Exchange> handler(String path) {
        return switch (path) {
            case "/echo" -> exchange -> answer(exchange, 200, exchange.body.toString());
            case "/late" -> exchange -> vertx.setTimer(20, later -> answer(exchange, 200, exchange.body.toString()));
            case "/hold" ->
                exchange -> {
                    var context = vertx.getOrCreateContext();
                    held.add(() -> context.runOnContext(now -> answer(exchange, 200, exchange.body.toString())));
                };
            case "/never" -> exchange -> {};
            case "/text" -> exchange -> answer(exchange, 200, "no JSON here");
            case "/big" -> exchange -> answer(exchange, 200, "\"" + "x".repeat(100_000) + "\"");
            case "/slow-down" ->
                exchange -> answer(
                        exchange,
                        429,
                        new JsonObject()
                                .put("error", new JsonObject().put("message", "slow " + "down ".repeat(100)))
                                .encode());
            default -> exchange -> answer(exchange, 404, "no such\n page");
        };
    }

    private void answer(Exchange exchange, int status, String body) {
        if (!exchange.request.response().closed()) {
            inFlight.decrementAndGet();
            exchange.request.response().closeHandler(null);
            exchange.request.response().setStatusCode(status).end(body);
        }
    }
}
