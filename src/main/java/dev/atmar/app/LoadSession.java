package dev.atmar.app;

import dev.atmar.bus.Addresses;
import dev.atmar.load.LoadVerticle;
import dev.atmar.relay.RelayVerticle;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** A load client in a process of its own, commanded over its event bus; for the command line. */
public final class LoadSession {
    /** A run may take as long as its plan says; the reply is waited for this long, in milliseconds. */
    private static final long LONGEST_RUN_MILLIS = TimeUnit.DAYS.toMillis(7);

    private final Vertx vertx;
    private String id;

    private LoadSession(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Ready to run, and warm. */
    public static Future<LoadSession> open(Settings settings) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        LoadSession session = new LoadSession(vertx);
        Future<LoadSession> opened = vertx.deployVerticle(new LoadVerticle(settings.load()))
                .compose(deployed -> WarmUp.of(vertx, plan -> session.request(Addresses.LOAD_RUN, plan)))
                .map(session);
        return Closing.afterFailure(opened, session::close);
    }

    /** Serves {@code bus:atmar.chat} and {@code bus:atmar.post} in this process, by a relay on a port of its own. */
    public Future<?> serveRelay(RelaySettings settings) {
        return vertx.deployVerticle(new RelayVerticle(settings.onLoopback(0)));
    }

    /**
     * Runs a plan to its end.
     *
     * @param progress told about four times a second, on an event loop
     * @return {@code {results, summary}}
     */
    public Future<JsonObject> run(JsonObject plan, Handler<JsonObject> progress) {
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(Addresses.LOAD_PROGRESS);
        consumer.handler(message -> progress.handle(message.body()));
        return request(Addresses.LOAD_START, plan)
                .onSuccess(started -> id = started.getString("id"))
                .compose(started -> request(Addresses.LOAD_RESULT, started))
                .eventually(consumer::unregister);
    }

    /** Ends the run that lasts, if any; its result is then what is done so far. */
    public Future<?> cancel() {
        return id == null ? Future.succeededFuture() : request(Addresses.LOAD_CANCEL, new JsonObject().put("id", id));
    }

    public Future<Void> close() {
        return vertx.close();
    }

    private Future<JsonObject> request(String address, JsonObject message) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(LONGEST_RUN_MILLIS);
        return vertx.eventBus().<JsonObject>request(address, message, options).map(reply -> reply.body());
    }
}
