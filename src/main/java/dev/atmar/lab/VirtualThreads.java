package dev.atmar.lab;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/**
 * A verticle that does nothing but own a context whose pool is one virtual thread for each task: the only public way
 * to them for code that must also run on Java 17, where its deployment fails. What runs <em>on</em> such a context runs
 * one at a time, as on any; it is its unordered {@code executeBlocking} that does not.
 */
final class VirtualThreads extends VerticleBase {
    private VirtualThreads() {}

    /** Fails where the running Java has no virtual threads. */
    static Future<VirtualThreads> deploy(Vertx vertx) {
        VirtualThreads threads = new VirtualThreads();
        DeploymentOptions options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        return vertx.deployVerticle(threads, options).map(threads);
    }

    /** Runs the task on a virtual thread of its own. Called on any context, and completes on that one. */
    <T> Future<T> run(Callable<T> task) {
        Context caller = Vertx.currentContext();
        Promise<T> promise = Promise.promise();
        context.executeBlocking(task, false)
                .onComplete((value, failure) -> caller.runOnContext(back -> promise.complete(value, failure)));
        return promise.future();
    }
}
