package dev.atmar.relay;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits, on the test's own thread, for what must happen; so long that only a hang can fail. */
final class Await {
    static final long SECONDS = 30;

    private Await() {}

    static <T> T await(Future<T> future) {
        return await(future.toCompletionStage());
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .orTimeout(SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : e;
        }
    }

    /** What the future fails with; an error where it succeeds. */
    static Throwable failureOf(Future<?> future) {
        return await(future.<Throwable>map(value -> new AssertionError("succeeded with " + value))
                .otherwise(failure -> failure));
    }
}
