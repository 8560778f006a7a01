package dev.atmar.relay;

import dev.atmar.http.ApiException;

/**
 * How a 2xx answer of a chat upstream turns out to be none. Each has a code of its own, all may be tried again as long
 * as nothing has {@link Delivery#begun}: {@code insufficient_system_resource}, {@code upstream_failed} and
 * {@code upstream_incomplete}, and beside them {@code upstream_blank} of {@link JsonAnswer}. A connection that broke
 * comes as the client's own exception.
 */
final class ChatFailures {
    private ChatFailures() {}

    /** The {@code finish_reason} that says that the upstream gave up. */
    static ApiException gaveUp() {
        return ApiException.of(502, "insufficient_system_resource", "the upstream gave up in the middle");
    }

    /**
     * An error in the place of an answer.
     *
     * @param said by the upstream, at any length; it may name the key
     */
    static ApiException failed(String said) {
        return ApiException.of(502, "upstream_failed", "the upstream failed: " + said);
    }

    /** A stream that ended as if it were whole, and is not. */
    static ApiException incomplete() {
        return ApiException.of(502, "upstream_incomplete", "the upstream's stream ended before its answer did");
    }

    /** Not to be tried again: the upstream would do the same. */
    static ApiException lineTooLong() {
        return ApiException.of(
                502, "upstream_line_too_long", "a line of the upstream's stream is longer than max_line_bytes allows");
    }
}
