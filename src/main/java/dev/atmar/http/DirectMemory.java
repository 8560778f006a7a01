package dev.atmar.http;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The memory outside the heap, into which Netty copies whatever is written to a connection, and where it lies until its
 * caller has taken it: two pieces at most of {@link Reads#PIECE_BYTES} for each who does not read. It is bounded for the
 * process, and no connection can write when it is used up.
 */
public final class DirectMemory {
    /** The rest is for those who read, and is what lies between buffers and in threads' caches. */
    private static final double MOST_UNTAKEN = 0.6;

    private DirectMemory() {}

    /** Whether little is left of what this caller's connection, and all others, are written from. Takes a few microseconds. */
    public static boolean isShort(HttpServerRequest caller) {
        return ((ConnectionBase) caller.connection()).channel().alloc() instanceof PooledByteBufAllocator pool
                && pool.pinnedDirectMemory() > MOST_UNTAKEN * PlatformDependent.maxDirectMemory();
    }
}
