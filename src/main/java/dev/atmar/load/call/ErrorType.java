package dev.atmar.load.call;

import java.util.Locale;

/** The ways a call fails. */
public enum ErrorType {
    /** Nobody listens at the port. */
    REFUSED,
    /** No connection for another reason: no route, TLS. */
    CONNECT,
    /** The plan's timeout passed before the whole answer was there. */
    TIMEOUT,
    /** The connection closed before the whole answer was there. */
    CLOSED,
    /** The answer is not JSON where JSON was expected. */
    NOT_JSON,
    /** A success of no body, or a blank one, where JSON was expected: how an upstream ends that gave up on a request. */
    EMPTY,
    /** A completion that says itself that its upstream gave up on it. */
    INCOMPLETE,
    /** A status of 400 or more, or the failure a consumer of the event bus replied. */
    STATUS,
    /** The answer is longer than the setting {@code max_answer_bytes} allows. */
    TOO_LARGE,
    /** The host's name does not resolve. */
    HOST_NOT_FOUND,
    /** Nobody serves the event-bus address. */
    NO_HANDLERS,
    /** The run was cancelled while the call was in flight. */
    CANCELLED,
    /** Anything else. */
    OTHER;

    /** As results and summaries write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
