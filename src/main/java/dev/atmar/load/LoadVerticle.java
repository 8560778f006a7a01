package dev.atmar.load;

import dev.atmar.bus.Addresses;
import dev.atmar.bus.Consumers;
import dev.atmar.http.json.JsonFields;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;

/**
 * Runs load plans on command over the event bus, and publishes how they get on. It knows its runs by their ids, so one
 * instance is deployed, on an event loop: with several a question would go to another than the answer. Undeployed, it
 * cancels its runs; those who wait for a result are told what was done.
 */
public final class LoadVerticle extends VerticleBase {
    private LoadSettings settings;
    private Runs runs;
    private Rendering rendering;

    /** Runs plans within these bounds. */
    public LoadVerticle(LoadSettings settings) {
        this.settings = settings;
    }

    /** Takes the settings that differ from the defaults from {@code config()}, e.g. {@code {"kept_runs": 100}}. */
    public LoadVerticle() {}

    @Override
    public Future<?> start() {
        if (context.getInstanceCount() > 1 || !context.isEventLoopContext()) {
            throw new IllegalStateException("deploy one instance of LoadVerticle, with ThreadingModel.EVENT_LOOP");
        }
        if (settings == null) {
            settings = LoadSettings.of(config());
        }
        rendering = new Rendering(vertx);
        runs = new Runs(vertx, settings, this::publish);
        Consumers.serve(vertx, Addresses.LOAD_RUN, this::run);
        Consumers.serve(vertx, Addresses.LOAD_START, this::begin);
        Consumers.serve(vertx, Addresses.LOAD_STATUS, this::status);
        Consumers.serve(vertx, Addresses.LOAD_RESULT, this::result);
        Consumers.serve(vertx, Addresses.LOAD_CANCEL, this::cancel);
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        runs.close();
        return rendering.close();
    }

    private void publish(Progress progress) {
        vertx.eventBus().publish(Addresses.LOAD_PROGRESS, progress.toJson());
    }

    private Future<JsonObject> run(Message<Object> message) {
        return runs.begin(plan(message)).result().compose(rendering::of);
    }

    private Future<JsonObject> begin(Message<Object> message) {
        return Future.succeededFuture(
                new JsonObject().put("id", runs.begin(plan(message)).id()));
    }

    private Future<JsonObject> status(Message<Object> message) {
        return Future.succeededFuture(runs.progress(id(message)).toJson());
    }

    private Future<JsonObject> result(Message<Object> message) {
        return runs.result(id(message)).compose(rendering::of);
    }

    private Future<JsonObject> cancel(Message<Object> message) {
        return Future.succeededFuture(runs.cancel(id(message)).toJson());
    }

    private Plan plan(Message<Object> message) {
        return Plan.fromJson(JsonFields.of(message.body()).object(), settings);
    }

    private static String id(Message<Object> message) {
        return JsonFields.of(message.body()).text("id");
    }
}
