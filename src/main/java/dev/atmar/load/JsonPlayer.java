package dev.atmar.load;

import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.netty.channel.EventLoop;
import io.netty.util.internal.ThreadExecutorMap;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Plays a plan for a caller who blocks until it is done: an ordinary thread, a worker, a virtual thread. Never an event
 * loop, which would wait for itself. May be used by many threads at once.
 */
public final class JsonPlayer implements AutoCloseable {
    private static final long CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final boolean owned;
    private final LoadSettings settings;

    private JsonPlayer(Vertx vertx, boolean owned, LoadSettings settings) {
        this.vertx = vertx;
        this.owned = owned;
        this.settings = settings;
    }

    /** With a Vert.x instance of its own, which {@link #close} closes. */
    public static JsonPlayer create() {
        return new JsonPlayer(Vertx.vertx(), true, LoadSettings.of(new JsonObject()));
    }

    /** On the event loops of an instance that belongs to someone else. */
    public static JsonPlayer on(Vertx vertx) {
        return on(vertx, LoadSettings.of(new JsonObject()));
    }

    /**
     * The same, with other bounds than the defaults. {@code kept_bytes} bounds each run by itself here, for its result
     * belongs to who called for it.
     */
    public static JsonPlayer on(Vertx vertx, LoadSettings settings) {
        return new JsonPlayer(vertx, false, settings);
    }

    /**
     * As {@link #run(Plan)}.
     *
     * @throws dev.atmar.http.ApiException 400 naming the field of the plan that is unknown, missing or wrong
     */
    public RunResult run(JsonObject plan) {
        return run(Plan.fromJson(plan, settings));
    }

    /**
     * Blocks until the run has ended. A thread that is interrupted cancels it, gets what was done so far, and stays
     * interrupted. A call that fails is a result, not an exception.
     *
     * @throws IllegalStateException on an event loop, at once; and when the Vert.x instance is closed
     */
    public RunResult run(Plan plan) {
        refuseEventLoop();
        CompletableFuture<String> deployed = new CompletableFuture<>();
        CompletableFuture<RunResult> result = new CompletableFuture<>();
        onEventLoop(() -> perform(plan, deployed).onSuccess(result::complete).onFailure(result::completeExceptionally));
        return await(result, deployed);
    }

    private static void refuseEventLoop() {
        if (Context.isOnEventLoopThread() || ThreadExecutorMap.currentExecutor() instanceof EventLoop) {
            throw new IllegalStateException("JsonPlayer.run blocks and must not be called on an event loop: "
                    + "send the plan to the event-bus address atmar.load.run, or call it within "
                    + "vertx.executeBlocking(() -> player.run(plan), false)");
        }
    }

    /** A future got on a worker thread would complete on that worker, which is about to block. */
    private void onEventLoop(Runnable work) {
        try {
            ((VertxInternal) vertx).createEventLoopContext().runOnContext(turn -> work.run());
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the Vert.x instance of this player is closed", e);
        }
    }

    /** Done when nothing of the run is left. */
    private Future<RunResult> perform(Plan plan, CompletableFuture<String> deployed) {
        Performance performance = new Performance(plan, settings);
        return Future.succeededFuture()
                .compose(ready -> vertx.deployVerticle(performance))
                .onSuccess(deployed::complete)
                .compose(id -> performance.result().eventually(() -> vertx.undeploy(id)));
    }

    private RunResult await(CompletableFuture<RunResult> result, CompletableFuture<String> deployed) {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the run could not be started", e.getCause());
        } catch (InterruptedException e) {
            deployed.thenAccept(vertx::undeploy);
            return awaitCancelled(result);
        }
    }

    /** The wait that an interrupt does not end; bounded, for someone else may be blocking the event loop. */
    private static RunResult awaitCancelled(CompletableFuture<RunResult> result) {
        try {
            return result.copy().orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("interrupted, and the run could not be cancelled", e.getCause());
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes what {@link #create} made; a player on someone else's instance leaves it as it is. */
    @Override
    public void close() {
        if (!owned) {
            return;
        }
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        boolean mayWait = Vertx.currentContext() == null && ThreadExecutorMap.currentExecutor() == null;
        if (mayWait) {
            await(closed);
        }
    }

    private static void await(CountDownLatch closed) {
        try {
            closed.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
