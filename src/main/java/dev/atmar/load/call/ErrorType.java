package dev.atmar.load.call;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
    /** A completion that says itself that its upstream gave up on it, or a stream that ended before it said it was whole. */
    INCOMPLETE,
    /** A status of 400 or more, or the failure a consumer of the event bus replied. */
    STATUS,
    /** A stream said in its midst that it had failed. */
    STREAM_ERROR,
    /** The answer is longer than the setting {@code max_answer_bytes} allows. */
    TOO_LARGE,
    /** The host's name does not resolve. */
    HOST_NOT_FOUND,
    /** Nobody serves the event-bus address. */
    NO_HANDLERS,
    /** It was due, and for the plan's timeout as many were in flight as may be: it was never sent. */
    NOT_SENT,
    /** The run was cancelled while the call was in flight. */
    CANCELLED,
    /** Anything else. */
    OTHER;

    /** As results and summaries write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that is written like that. */
    public static Optional<ErrorType> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All of them, as they are written. */
    public static Set<String> words() {
        return Arrays.stream(values()).map(ErrorType::word).collect(Collectors.toCollection(TreeSet::new));
    }
}
