package dev.atmar.relay;

import io.vertx.core.MultiMap;

/** Which of an upstream's headers come back to the caller. */
@FunctionalInterface
interface AnswerHeaders {
    /** Adds them to those that are there. */
    void pass(MultiMap upstreams, MultiMap callers);
}
