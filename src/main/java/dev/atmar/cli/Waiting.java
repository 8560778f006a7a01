package dev.atmar.cli;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;

/** The command line's own thread waits; everything behind it does not. */
final class Waiting {
    private Waiting() {}

    /** The future's result, or its failure thrown as it is. */
    static <T> T on(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
