package dev.atmar.relay;

import io.vertx.core.Future;

/**
 * The way an upstream's answer takes to the caller. One delivery serves all attempts of a call: what it was given in an
 * attempt that failed is forgotten, as long as it has not {@link #begun}.
 *
 * @param <T> what is left to be answered when it is done; {@link Void} where the caller has it all already
 */
interface Delivery<T> {
    /**
     * Reads a 2xx answer to its end. Fails when it is none or was cut short; what {@code Attempts} may try again is the
     * failure's to say.
     */
    Future<T> deliver(Exchange exchange);

    /** Whether the caller has seen so much of an answer that no other one can take its place. */
    boolean begun();

    /** Whether the caller was given a head that says success: what fails from here on cannot change it any more. */
    boolean opened();

    /** The last word when no attempt is left: an error answer, an error event, or a reset. */
    void fail(Throwable failure);
}
