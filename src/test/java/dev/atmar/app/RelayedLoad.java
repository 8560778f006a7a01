package dev.atmar.app;

import dev.atmar.bus.Addresses;
import dev.atmar.load.LoadVerticle;
import dev.atmar.relay.RelayVerticle;
import dev.atmar.settings.LoadSettings;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A relay with accounts of its own, two instances of it, and callers who make many calls at once over real sockets. */
final class RelayedLoad {
    private static final long LONGEST_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private final Vertx vertx;
    private final String relay;

    private RelayedLoad(Vertx vertx, String relay) {
        this.vertx = vertx;
        this.relay = relay;
    }

    static RelayedLoad deploy(Vertx vertx, JsonObject... accounts) {
        return with(new JsonObject(), vertx, accounts);
    }

    /**
     * @param changes of the relay's settings
     */
    static RelayedLoad with(JsonObject changes, Vertx vertx, JsonObject... accounts) {
        JsonObject settings = new JsonObject()
                .put("port", 0)
                .put("instances", 2)
                .put("access_log", false)
                .put("accounts", new JsonArray(List.of(accounts)));
        RelayVerticle verticle = new RelayVerticle(RelaySettings.of(settings.mergeIn(changes)));
        Waiting.await(vertx.deployVerticle(verticle));
        Waiting.await(vertx.deployVerticle(new LoadVerticle(LoadSettings.of(new JsonObject()))));
        return new RelayedLoad(vertx, "http://127.0.0.1:" + verticle.port());
    }

    /** So many calls, all of them at once. */
    final class Calls {
        private final JsonObject plan;

        private Calls(int count, String path, JsonObject more) {
            plan = new JsonObject()
                    .put("url", relay + path)
                    .put("headers", new JsonObject())
                    .put("params_list", new JsonArray().add(question().mergeIn(more)))
                    .put("count", count)
                    .put("concurrent", count)
                    .put("timeout_ms", LONGEST_MILLIS)
                    .put("keep_results", false);
        }

        Calls as(String bearer) {
            plan.getJsonObject("headers").put("authorization", "Bearer " + bearer);
            return this;
        }

        /** Their summary, when the last one is over. */
        JsonObject run() {
            return ask(Addresses.LOAD_RUN, plan).getJsonObject("summary");
        }

        Running start() {
            return new Running(ask(Addresses.LOAD_START, plan));
        }
    }

    /** Calls that are under way. */
    final class Running {
        private final JsonObject id;

        private Running(JsonObject id) {
            this.id = id;
        }

        int done() {
            return ask(Addresses.LOAD_STATUS, id).getInteger("done");
        }

        void untilDone(int most) {
            Waiting.until(this::done, done -> done >= most);
        }

        JsonObject summary() {
            return ask(Addresses.LOAD_RESULT, id).getJsonObject("summary");
        }
    }

    /** By OpenAI's route; the accounts' keys are used. */
    Calls completions(int count) {
        return new Calls(count, "/v1/chat/completions", new JsonObject());
    }

    /** By {@code /a_deepseek/}, with a key of the callers' own. */
    Calls ownKey(int count, LimitedUpstream upstream, String key) {
        return new Calls(
                count,
                "/a_deepseek/",
                new JsonObject().put("url", upstream.base()).put("api_key", key));
    }

    /** Quick calls with a key that nobody else has, refusals among them, so that what is seen then is not the compiler. */
    RelayedLoad warmedBy(LimitedUpstream upstream) {
        JsonObject quick = new JsonObject()
                .put("url", upstream.base())
                .put("api_key", "sk-warm")
                .put("simulator", new JsonObject().put("latency_ms", 10));
        for (int round = 0; round < 3; round++) {
            new Calls(300, "/a_deepseek/", quick).run();
        }
        upstream.forget();
        return this;
    }

    private static JsonObject question() {
        JsonObject message = new JsonObject().put("role", "user").put("content", "介绍三个北京必去的旅游景点。");
        return new JsonObject().put("model", "deepseek-flash").put("messages", new JsonArray().add(message));
    }

    private JsonObject ask(String address, JsonObject message) {
        DeliveryOptions patient = new DeliveryOptions().setSendTimeout(LONGEST_MILLIS);
        return Waiting.await(vertx.eventBus().<JsonObject>request(address, message, patient))
                .body();
    }
}
