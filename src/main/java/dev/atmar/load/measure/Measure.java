package dev.atmar.load.measure;

import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What is measured of requests that succeed, each in a histogram of its own: nanoseconds, but for the last one. */
public enum Measure {
    /** From when it should have been sent to its whole answer. */
    RESPONSE,
    /** From when it was sent to its whole answer. */
    SERVICE,
    /** From when it was sent to the head of its answer. */
    FIRST_BYTE,
    /** From when it should have been sent to when it was, a wait for a connection included; of failures too. */
    SEND_LAG,
    /** Until a connection was open, of those that had to wait for one; of failures too. */
    CONNECTION_WAIT,
    /** From when it should have been sent to the first piece of content: a client that is late hides nothing. */
    TTFT,
    /** From when it was sent to the first piece of content. */
    TTFT_SERVICE,
    /** Between a piece of content and the next, of all requests together. Pieces read at once are 0 apart. */
    ITL,
    /** The mean of these in one request. */
    ITL_MEAN,
    /** Time per token of output behind the first: that from the first piece to the last, over the tokens but one. */
    TPOT,
    /** Tokens of output per 1000 seconds of service: their wait for the first one included. No time. */
    TOKEN_RATE;

    /** What a request has not, e.g. a first token where nothing was streamed. */
    static final long NONE = -1;

    private static final double MILLI_SECONDS = TimeUnit.SECONDS.toNanos(1) * 1e3;

    /** As conditions and messages write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isTime() {
        return this != TOKEN_RATE;
    }

    /** Whether one request has one value of it, if it has any. */
    boolean isPerRequest() {
        return this != ITL;
    }

    /**
     * Of one request that succeeded.
     *
     * @param tokens of its answer, or null
     */
    long of(Timings timings, Tokens tokens) {
        return switch (this) {
            case RESPONSE -> timings.response();
            case SERVICE -> timings.service();
            case FIRST_BYTE -> timings.untilFirstByte();
            case SEND_LAG -> Math.max(0, timings.sendLag());
            case CONNECTION_WAIT ->
                timings.sending() == Sending.ON_NEW_CONNECTION ? timings.sent() - timings.started() : NONE;
            case TTFT -> isStreamed(tokens) ? tokens.first() - timings.intended() : NONE;
            case TTFT_SERVICE -> isStreamed(tokens) ? tokens.first() - timings.sent() : NONE;
            case ITL -> NONE;
            case ITL_MEAN ->
                hasGaps(tokens) ? Math.round((tokens.last() - tokens.first()) / (tokens.pieces() - 1.0)) : NONE;
            case TPOT ->
                hasGaps(tokens) && tokens.tokens() > 1
                        ? Math.round((tokens.last() - tokens.first()) / (tokens.tokens() - 1.0))
                        : NONE;
            case TOKEN_RATE ->
                isStreamed(tokens)
                        ? Math.round(tokens.tokens() * MILLI_SECONDS / Math.max(1, timings.service()))
                        : NONE;
        };
    }

    static boolean isStreamed(Tokens tokens) {
        return tokens != null && tokens.pieces() > 0;
    }

    private static boolean hasGaps(Tokens tokens) {
        return tokens != null && tokens.pieces() > 1;
    }
}
