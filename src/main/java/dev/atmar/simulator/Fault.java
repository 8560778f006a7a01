package dev.atmar.simulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What can be wrong with an answer; its name in settings and requests is the constant's in small letters. A fault of
 * streams leaves a plain answer as it is.
 */
enum Fault {
    /** At once: the request is called malformed. */
    HTTP_400(Refusal.badFormat("expected value at line 1 column 1")),
    /** At once: the key is called wrong. */
    HTTP_401(Refusal.badKey()),
    /** At once: the account is called empty. */
    HTTP_402(Refusal.noBalance()),
    /** At once: a parameter is called wrong. */
    HTTP_422(Refusal.badParameter("temperature: value out of range")),
    /** At once: too many tokens a minute, with {@code retry-after}. */
    HTTP_429(Refusal.tooManyTokens()),
    /** At once: the server has failed. */
    HTTP_500(Refusal.broken()),
    /** At once: the server is overloaded. */
    HTTP_503(Refusal.overloaded()),
    /** At once: 200, {@code text/html}. */
    NOT_JSON,
    /** 200, cut inside the JSON though content-length and ending are right; in a stream the last event is cut so. */
    BROKEN_JSON,
    /** 200, whole, but {@code finish_reason} tells that it failed; a stream brings no token before that. */
    INSUFFICIENT_SYSTEM_RESOURCE,
    /** 200 and blank lines (in a stream: comments) only, then the connection closes. */
    BLANK_THEN_CLOSE,
    /** The connection closes where the answer should begin. */
    CLOSE_BEFORE_HEAD,
    /** The head at once, then the connection closes where the body should begin. */
    CLOSE_AFTER_HEAD,
    /** The connection closes after half the body or half the deltas. */
    CLOSE_IN_BODY,
    /** Nothing is ever sent; the connection closes after {@code silent_ms}. */
    SILENT,
    /** After half the body or half the deltas nothing more is sent; the connection closes after {@code silent_ms}. */
    SILENT_IN_STREAM,
    /** A stream that ends cleanly after half its deltas, without {@code finish_reason} and {@code [DONE]}. */
    STREAM_WITHOUT_DONE,
    /** A stream whose lines end in CR LF. */
    SSE_CRLF,
    /** A stream with {@code data:{…}}, without the space. */
    SSE_NO_SPACE,
    /** A stream whose chunks are cut inside a UTF-8 sequence, wherever an event holds one. */
    SSE_SPLIT_UTF8,
    /** A stream whose chunks are cut between the two newlines that end an event. */
    SSE_SPLIT_NEWLINES;

    private final Refusal refusal;

    Fault() {
        this(null);
    }

    Fault(Refusal refusal) {
        this.refusal = refusal;
    }

    static Optional<Fault> named(String name) {
        return Arrays.stream(values())
                .filter(fault -> fault.toString().equals(name))
                .findFirst();
    }

    /** What a complaint about an unknown name ends with. */
    static String expected() {
        String names = Arrays.stream(values()).map(Fault::toString).collect(Collectors.joining(", "));
        return " (expected one of: " + names + ")";
    }

    /** The refusal that is the whole answer, if it is one. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Whether a plain answer stays as it is. */
    boolean isOfStreams() {
        return switch (this) {
            case STREAM_WITHOUT_DONE, SSE_CRLF, SSE_NO_SPACE, SSE_SPLIT_UTF8, SSE_SPLIT_NEWLINES -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
