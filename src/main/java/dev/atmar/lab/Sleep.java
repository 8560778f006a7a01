package dev.atmar.lab;

import dev.atmar.http.Cancellation;
import io.vertx.core.Future;

/** One way of sleeping. Called on the request's context, and completes there. */
@FunctionalInterface
interface Sleep {
    /**
     * May throw what it fails with.
     *
     * @param caller tells that nobody waits any more; only a sleep that holds no thread ends early for that
     * @return how many sleeps of this way ran when this one began, itself included
     */
    Future<Integer> sleep(long millis, Cancellation caller);
}
