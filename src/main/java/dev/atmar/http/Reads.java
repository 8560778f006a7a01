package dev.atmar.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;

/** How much is read from a socket at once, and with it how large the pieces of a body are at most. */
public final class Reads {
    /** A body up to this length that is there mostly comes in one piece, and need not be copied together. */
    public static final int MOST_BYTES = 1 << 18;

    private static final int FEWEST_BYTES = 2048;
    private static final int FIRST_BYTES = 4096;

    /** Reads little where little comes, and more with each read that was full. */
    private static final RecvByteBufAllocator ADAPTIVE =
            new AdaptiveRecvByteBufAllocator(FEWEST_BYTES, FIRST_BYTES, MOST_BYTES);

    private Reads() {}

    /** Netty's own bound is 64 KiB. */
    public static void inLargePieces(Channel channel) {
        channel.config().setRecvByteBufAllocator(ADAPTIVE);
    }
}
