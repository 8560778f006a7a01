package dev.atmar.lab;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.settings.LabSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes each way's {@link Sleep}. Pools start no thread before a sleep needs it, and close with the verticle. */
final class Sleeps {
    private final Vertx vertx;
    private final LabSettings settings;
    private final Hurry hurry;

    private Sleeps(Vertx vertx, LabSettings settings, Hurry hurry) {
        this.vertx = vertx;
        this.settings = settings;
        this.hurry = hurry;
    }

    /**
     * To be called on the context of the verticle that the sleeps belong to.
     *
     * @param hurry ends those on the event loop
     */
    static Future<Map<Way, Sleep>> open(Vertx vertx, LabSettings settings, Hurry hurry) {
        return new Sleeps(vertx, settings, hurry).all();
    }

    private Future<Map<Way, Sleep>> all() {
        Map<Way, Sleep> sleeps = new EnumMap<>(Way.class);
        sleeps.put(Way.BLOCKING, onEventLoop());
        sleeps.put(Way.ORDERED, ordered());
        sleeps.put(Way.EXECUTE_BLOCKING, onPool("lab-execute-blocking", settings.executeBlockingPool()));
        sleeps.put(Way.ASYNC, onTimer());
        sleeps.put(Way.ASYNC_THREAD_TEST, onPool("lab-thread", settings.threadPool()));
        sleeps.put(Way.ASYNC_COROUTINE_TEST, onPool("lab-coroutine", settings.coroutinePool()));
        return VirtualThreads.deploy(vertx)
                .map(Sleeps::onVirtualThread)
                .otherwise(Sleeps::unavailable)
                .map(virtual -> {
                    sleeps.put(Way.VIRTUAL, virtual);
                    return sleeps;
                });
    }

    private Sleep onEventLoop() {
        Running running = new Running(hurry::sleep);
        return (millis, caller) -> Future.succeededFuture(running.block(millis));
    }

    private Sleep ordered() {
        Running running = new Running();
        return (millis, caller) -> vertx.executeBlocking(() -> running.block(millis));
    }

    /**
     * Named executors are shared within a Vert.x instance, and the first to use a name fixes the size: so the size is
     * part of the name.
     */
    private Sleep onPool(String name, int size) {
        Running running = new Running();
        WorkerExecutor pool = vertx.createSharedWorkerExecutor(
                name + "-" + size, size, LabVertx.blockedAfterMillis(settings), TimeUnit.MILLISECONDS);
        return (millis, caller) -> pool.executeBlocking(() -> running.block(millis), false);
    }

    private static Sleep onVirtualThread(VirtualThreads threads) {
        Running running = new Running();
        return (millis, caller) -> threads.run(() -> running.block(millis));
    }

    private static Sleep unavailable(Throwable why) {
        String java = " (Java " + Runtime.version().feature() + "; expected: 21 or later)";
        ApiException refusal = ApiException.of(501, "not_available", why.getMessage() + java);
        return (millis, caller) -> Future.failedFuture(refusal);
    }

    private Sleep onTimer() {
        Running running = new Running();
        return (millis, caller) -> sleepOnTimer(millis, caller, running);
    }

    private Future<Integer> sleepOnTimer(long millis, Cancellation caller, Running running) {
        Promise<Integer> promise = Promise.promise();
        int now = running.enter();
        long timer = vertx.setTimer(millis, over -> promise.complete(now));
        caller.onCancel(() -> {
            if (vertx.cancelTimer(timer)) {
                promise.fail(ApiException.callerGone());
            }
        });
        return promise.future().onComplete(over -> running.leave());
    }
}
