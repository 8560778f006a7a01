package dev.atmar.load.report;

import dev.atmar.load.JsonPlayer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * A server that is serial ({@code /serial}), answers all at once when {@code of} requests are there ({@code /parallel},
 * and with 500 {@code /failing}), or streams ({@code /stream}). On one event loop.
 */
final class Queues {
    private static final long MILLIS = 50;
    private static final int PIECES = 10;

    private final Vertx vertx;
    private final int port;
    private final Queue<HttpServerResponse> line = new ArrayDeque<>();
    private final List<HttpServerResponse> together = new ArrayList<>();
    private boolean serving;
    private JsonObject done;

    Queues(Vertx vertx) {
        this.vertx = vertx;
        this.port = vertx.createHttpServer()
                .requestHandler(this::serve)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }

    String url(String path, int of) {
        return "http://127.0.0.1:" + port + path + "?of=" + of;
    }

    /** The result of some run, played once. */
    JsonObject done() {
        if (done == null) {
            JsonObject plan = new JsonObject()
                    .put("url", url("/serial", 10))
                    .put(
                            "params_list",
                            new JsonArray(IntStream.range(0, 10).boxed().toList()))
                    .put("concurrent", 10)
                    .put("details", true);
            done = JsonPlayer.on(vertx).run(plan).toJson();
        }
        return done;
    }

    private void serve(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/serial" -> {
                line.add(response);
                next();
            }
            case "/stream" ->
                stream(response.putHeader("content-type", "text/event-stream").setChunked(true), 0);
            default -> gather(response.setStatusCode(request.path().equals("/failing") ? 500 : 200), request);
        }
    }

    private void next() {
        if (serving || line.isEmpty()) {
            return;
        }
        serving = true;
        vertx.setTimer(MILLIS, served -> {
            serving = false;
            line.remove()
                    .putHeader("server-timing", "relay.q;dur=12.5, relay;dur=30, db;dur=\"7\"")
                    .end("1");
            next();
        });
    }

    private void gather(HttpServerResponse response, HttpServerRequest request) {
        together.add(response);
        if (together.size() == Integer.parseInt(request.getParam("of"))) {
            List<HttpServerResponse> all = List.copyOf(together);
            together.clear();
            vertx.setTimer(6 * MILLIS, late -> all.forEach(one -> one.end("1")));
        }
    }

    private void stream(HttpServerResponse response, int piece) {
        if (piece == PIECES) {
            response.end("data: [DONE]\n\n");
            return;
        }
        response.write("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ab\"}}]}\n\n");
        vertx.setTimer(MILLIS / 3, late -> stream(response, piece + 1));
    }
}
