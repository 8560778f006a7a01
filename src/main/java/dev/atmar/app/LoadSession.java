package dev.atmar.app;

import dev.atmar.bus.Addresses;
import dev.atmar.load.LoadVerticle;
import dev.atmar.relay.RelayVerticle;
import dev.atmar.settings.LoadSettings;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A load client in a process of its own, commanded over its event bus; for the command line. */
public final class LoadSession {
    /** A run may take as long as its plan says; the reply is waited for this long, in milliseconds. */
    private static final long LONGEST_RUN_MILLIS = TimeUnit.DAYS.toMillis(7);

    private final Vertx vertx;
    private volatile Future<JsonObject> started;

    private LoadSession(Vertx vertx) {
        this.vertx = vertx;
    }

    public static Future<LoadSession> open(LoadSettings settings) {
        return opened(settings, session -> Future.succeededFuture());
    }

    /** Warms the client before anything is measured. */
    public static Future<LoadSession> openWarm(LoadSettings settings) {
        return opened(settings, session -> WarmUp.of(session.vertx, session::warm));
    }

    private static Future<LoadSession> opened(LoadSettings settings, Function<LoadSession, Future<?>> prepare) {
        LoadSession session = new LoadSession(Loops.start());
        Future<LoadSession> opened = prepare.apply(session)
                .compose(ready -> session.vertx.deployVerticle(new LoadVerticle(settings)))
                .map(session);
        return Closing.afterFailure(opened, session::close);
    }

    /** By a verticle of its own, with the default settings: this is not one of the runs that are kept. */
    private Future<?> warm(JsonObject plan) {
        return vertx.deployVerticle(new LoadVerticle(LoadSettings.of(new JsonObject())))
                .compose(id -> request(Addresses.LOAD_RUN, plan).eventually(() -> vertx.undeploy(id)));
    }

    /** Serves {@code bus:atmar.chat} and {@code bus:atmar.post} in this process, by a relay on a port of its own. */
    public Future<?> serveRelay(RelaySettings settings) {
        return vertx.deployVerticle(new RelayVerticle(settings.onLoopback(0)));
    }

    /**
     * Runs a plan to its end.
     *
     * @param progress told about four times a second, on an event loop
     * @param samples told of each batch of requests that have ended, in their order and of the last one before the result
     *     is there, if the plan says {@code samples: true}; on an event loop, which it must not hold
     * @return {@code {results, summary}}
     */
    public Future<JsonObject> run(JsonObject plan, Handler<JsonObject> progress, Handler<JsonObject> samples) {
        Future<Void> allSamples =
                plan.getBoolean("samples", false) ? consumeSamples(samples) : Future.succeededFuture();
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(Addresses.LOAD_PROGRESS);
        consumer.handler(message -> progress.handle(message.body()));
        started = request(Addresses.LOAD_START, plan);
        return started.compose(id -> request(Addresses.LOAD_RESULT, id))
                .compose(result -> allSamples.map(result))
                .eventually(consumer::unregister);
    }

    /** Done with the last batch, which is on its way before the result is, but on a way of its own. */
    private Future<Void> consumeSamples(Handler<JsonObject> samples) {
        Promise<Void> last = Promise.promise();
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(Addresses.LOAD_SAMPLES);
        consumer.handler(message -> {
            samples.handle(message.body());
            if (message.body().getBoolean("last")) {
                last.tryComplete();
            }
        });
        return last.future().eventually(consumer::unregister);
    }

    /** Ends the run that lasts, if any; its result is then what is done so far. From any thread. */
    public Future<?> cancel() {
        Future<JsonObject> run = started;
        return run == null ? Future.succeededFuture() : run.compose(id -> request(Addresses.LOAD_CANCEL, id));
    }

    /** Ends its event loops, and what still runs on them. */
    public Future<Void> close() {
        return vertx.close();
    }

    private Future<JsonObject> request(String address, JsonObject message) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(LONGEST_RUN_MILLIS);
        return vertx.eventBus().<JsonObject>request(address, message, options).map(reply -> reply.body());
    }
}
