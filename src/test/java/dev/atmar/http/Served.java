package dev.atmar.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.function.Consumer;

/** A router of {@link Front} on a port of its own, with the drain in front of it and the event loop both live on. */
final class Served {
    final Context context;
    final Drain drain;
    final int port;

    private Served(Context context, Drain drain, int port) {
        this.context = context;
        this.drain = drain;
        this.port = port;
    }

    static Served on(Vertx vertx, int maxInFlight, Consumer<Router> routes) {
        Context context = vertx.getOrCreateContext();
        Drain drain = new Drain(vertx, maxInFlight);
        int port = Until.done(context, () -> {
            Router router = Front.router(vertx, drain);
            routes.accept(router);
            return vertx.createHttpServer()
                    .requestHandler(router)
                    .listen(0, "127.0.0.1")
                    .map(server -> server.actualPort());
        });
        return new Served(context, drain, port);
    }

    void untilInFlight(int count) {
        Until.holds(context, () -> drain.inFlight() == count);
    }

    /** Begins to drain; the future ends when the drain says that nothing is in flight, or the bound has passed. */
    Future<Void> drain(Duration bound) {
        return Until.done(context, () -> {
            Future<Void> drained = drain.drain(bound);
            return Future.succeededFuture(drained);
        });
    }
}
