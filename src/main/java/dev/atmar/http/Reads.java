package dev.atmar.http;

/** How long the pieces of a body are at most in which it is read and written. */
public final class Reads {
    /**
     * Answers come and go in pieces of this length at most: whether the caller keeps up is asked between them, and what
     * is written goes to direct memory at once, or over HTTP/2 into the way of the connection's other streams. It is as
     * much as Netty reads from a socket at once.
     */
    public static final int PIECE_BYTES = 1 << 16;

    private Reads() {}
}
