package dev.atmar.load.call;

/**
 * What was seen of an answer beside its outcome.
 *
 * @param bytes of its body so far
 * @param tokens of its output; null unless it was an event stream, or JSON that told their number
 * @param serverTiming its {@code Server-Timing} headers and trailers, joined by commas; null without
 * @param retryAfter its {@code Retry-After} as it was written; null without
 */
public record Seen(long bytes, Tokens tokens, String serverTiming, String retryAfter) {
    /** Of a call without an answer. */
    public static final Seen NOTHING = new Seen(0, null, null, null);
}
