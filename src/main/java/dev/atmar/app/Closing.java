package dev.atmar.app;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * Ends Vert.x instances after the work on them. The trap: a future that belongs to a context of an instance cannot
 * complete once that instance is closed; so the outcome is handed on by one that belongs to none.
 */
final class Closing {
    private Closing() {}

    /** The work's outcome, once everything is closed. */
    static <T> Future<T> after(Future<T> work, Supplier<Future<Void>> close) {
        Promise<T> outside = Promise.promise();
        work.onComplete(outcome -> close.get().onComplete(closed -> outside.handle(outcome)));
        return outside.future();
    }

    /** The work's outcome; where it is a failure, once everything is closed. */
    static <T> Future<T> afterFailure(Future<T> work, Supplier<Future<Void>> close) {
        Promise<T> outside = Promise.promise();
        work.onSuccess(outside::complete);
        work.onFailure(failure -> close.get().onComplete(closed -> outside.fail(failure)));
        return outside.future();
    }
}
