package dev.atmar.load;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** How a test on its own thread waits for what happens on the event loops. */
final class Waiting {
    private static final long BOUND_SECONDS = 60;

    private Waiting() {}

    static <T> T await(Future<T> future) {
        try {
            return future.await(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain for a future", e);
        }
    }

    static JsonObject ask(Vertx vertx, String address, JsonObject message) {
        return await(request(vertx, address, message));
    }

    static Future<JsonObject> request(Vertx vertx, String address, JsonObject message) {
        DeliveryOptions patient = new DeliveryOptions().setSendTimeout(TimeUnit.SECONDS.toMillis(BOUND_SECONDS));
        return vertx.eventBus().<JsonObject>request(address, message, patient).map(reply -> reply.body());
    }

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }
}
