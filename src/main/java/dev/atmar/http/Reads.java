package dev.atmar.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;

/** How much is read from a socket at once, and how large the pieces of a body are at most. */
public final class Reads {
    /** A request's body up to this length that is there mostly comes in one piece, and need not be copied together. */
    public static final int MOST_BYTES = 1 << 18;

    /**
     * Answers come and go in pieces of this length at most: whether the caller keeps up is asked between them, and what
     * is written goes to direct memory at once, or over HTTP/2 into the way of the connection's other streams.
     */
    public static final int PIECE_BYTES = 1 << 16;

    private static final int FEWEST_BYTES = 2048;
    private static final int FIRST_BYTES = 4096;

    private static final RecvByteBufAllocator REQUESTS = upTo(MOST_BYTES);

    /** A piece and the head before it; what is behind an unread piece is on the heap. */
    private static final RecvByteBufAllocator ANSWERS = upTo(2 * PIECE_BYTES);

    private Reads() {}

    /** Reads little where little comes, and more with each read that was full; Netty's own bound is 64 KiB. */
    private static RecvByteBufAllocator upTo(int bytes) {
        return new AdaptiveRecvByteBufAllocator(FEWEST_BYTES, FIRST_BYTES, bytes);
    }

    /** For a connection of a caller. */
    public static void ofRequests(Channel channel) {
        channel.config().setRecvByteBufAllocator(REQUESTS);
    }

    /** For a connection to an upstream. */
    public static void ofAnswers(Channel channel) {
        channel.config().setRecvByteBufAllocator(ANSWERS);
    }
}
