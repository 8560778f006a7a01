package dev.atmar.relay;

import dev.atmar.settings.SimulatorSettings;
import dev.atmar.simulator.SimulatorVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A relay of two instances with accounts of every kind, before a simulated upstream that is told what goes wrong. The
 * relay has a Vert.x instance to itself, so that whatever is left over in there is the relay's.
 */
final class FaultyWorld implements AutoCloseable {
    /** As many calls as one account of the upstream bears; the relay is not told. */
    static final int BEARS = 12;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx relays = Vertx.vertx();
    private final Vertx peers = Vertx.vertx();
    private final WebClient client = WebClient.create(peers);
    private final SimulatorVerticle simulator;
    private final Relay relay;

    private FaultyWorld(JsonObject upstream, JsonObject changes) {
        simulator = new SimulatorVerticle(SimulatorSettings.of(new JsonObject()
                .put("port", 0)
                .put("tokens", 8)
                .put("account_limit", BEARS)
                .mergeIn(upstream)));
        Await.await(peers.deployVerticle(simulator));
        JsonArray accounts = new JsonArray()
                .add(account("found", "auto", "*", "sk-found.1", "sk-found.2"))
                .add(account("told", 20, "*", "sk-told.1"))
                .add(account("half", 30, "*", "sk-invalid.1", "sk-half.1"))
                .add(account("broke", 30, "*", "sk-broke.1"))
                .add(account("narrow", 3, Crowd.NARROW, "sk-narrow.1"));
        relay = Relay.deploy(
                relays,
                new JsonObject()
                        .put("instances", 2)
                        .put("accounts", accounts)
                        .put("drain_ms", 120_000)
                        .mergeIn(changes));
    }

    /**
     * @param upstream the simulator's settings
     * @param changes of the relay's settings
     */
    static FaultyWorld of(JsonObject upstream, JsonObject changes) {
        return new FaultyWorld(upstream, changes);
    }

    private JsonObject account(String name, Object limit, String model, String... keys) {
        return new JsonObject()
                .put("name", name)
                .put("url", upstream())
                .put("limit", limit)
                .put("models", new JsonArray().add(model))
                .put("keys", new JsonArray(List.of(keys)));
    }

    /** The upstream's base URL. */
    String upstream() {
        return "http://127.0.0.1:" + simulator.port() + "/v1";
    }

    Vertx peers() {
        return peers;
    }

    Vertx relays() {
        return relays;
    }

    Relay relay() {
        return relay;
    }

    JsonObject stats() {
        return Await.await(client.getAbs(upstream() + "/stats").send()).bodyAsJsonObject();
    }

    JsonObject resetStats() {
        return Await.await(client.postAbs(upstream() + "/stats/reset").send()).bodyAsJsonObject();
    }

    Numbers numbers() {
        return Numbers.of(relay);
    }

    /** Whether neither the relay nor the upstream has anything in flight, and nobody waits. */
    boolean isIdle() {
        return stats().getInteger("inflight") == 0 && slotsInUse(numbers()) == 0;
    }

    /** Calls in flight and in queues, of every account and of {@code /atmar/}; and requests that are not over. */
    static double slotsInUse(Numbers numbers) {
        return numbers.sum("atmar_in_flight")
                + numbers.sum("atmar_queue_length")
                + numbers.sum("atmar_queue_bytes")
                + numbers.value("atmar_targets_in_flight")
                + numbers.value("atmar_requests_in_flight");
    }

    /** Fails when something is never given back. */
    void untilIdle(String when) {
        until("idle " + when, this::isIdle);
    }

    /** Returns as soon as it is so; never is an error. */
    static void until(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new AssertionError("never so: " + what);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Timers that are set in the relay's Vert.x instance, which keeps them in a map that it shows to nobody. */
    int timers() {
        try {
            Field field = relays.getClass().getDeclaredField("timeouts");
            field.setAccessible(true);
            return ((Map<?, ?>) field.get(relays)).size();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        Await.await(Future.join(relays.close(), peers.close()));
    }
}
