package dev.atmar.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Ways for a test's own thread to wait for what happens on an event loop; each fails after 20 seconds. */
public final class Until {
    private static final int SECONDS = 20;
    private static final int EVERY_MILLIS = 5;

    private Until() {}

    /** The future's result. */
    public static <T> T done(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not done within " + SECONDS + " s", e);
        }
    }

    /** The future's failure. */
    public static Throwable failed(Future<?> future) {
        return done(future.transform(result -> Future.succeededFuture(result.cause())));
    }

    /** What the action gives, run on the context. */
    public static <T> T done(Context context, Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(now -> action.get()).onComplete(result));
        return done(result.future());
    }

    /** Looks again and again, on the context, whether it is so. */
    public static void holds(Context context, BooleanSupplier condition) {
        Promise<Void> held = Promise.promise();
        context.runOnContext(turn -> look(context.owner(), condition, held));
        done(held.future());
    }

    private static void look(Vertx vertx, BooleanSupplier condition, Promise<Void> held) {
        if (condition.getAsBoolean()) {
            held.complete();
        } else {
            vertx.setTimer(EVERY_MILLIS, again -> look(vertx, condition, held));
        }
    }
}
