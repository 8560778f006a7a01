package dev.atmar.load;

import dev.atmar.http.Drain;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Turns results into JSON beside the event loop, which a hundred thousand of them would hold for a second. The pool
 * closes with the verticle it was made in.
 */
final class Rendering {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 1000;
    private static final Duration LAST = Duration.ofSeconds(10);

    private final WorkerExecutor pool;
    private final Drain drain;

    Rendering(Vertx vertx) {
        pool = vertx.createSharedWorkerExecutor("load-results", THREADS);
        drain = new Drain(vertx, MOST_WAITING);
    }

    /**
     * {@code {"results", "summary"}}. The trap: the future belongs to no context, so what is done with it is done on a
     * thread of the pool. It is meant for a reply, of which the event bus makes a copy on the thread that replies.
     *
     * @throws dev.atmar.http.ApiException 503 when too many wait for this, and once closed
     */
    Future<JsonObject> of(RunResult result) {
        Promise<JsonObject> json = Promise.promise();
        drain.count(() -> pool.executeBlocking(() -> complete(json, result), false))
                .onFailure(json::tryFail);
        return json.future();
    }

    private static Void complete(Promise<JsonObject> json, RunResult result) {
        json.complete(result.toJson());
        return null;
    }

    /** Done when everything that was asked for is, or after ten seconds. */
    Future<Void> close() {
        return drain.drain(LAST);
    }
}
