package dev.atmar.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/**
 * The memory of sockets' buffers, outside the heap, of which the JVM has one bound for all loops
 * ({@code -XX:MaxDirectMemorySize}). Who finds none ends in an error, whoever has taken it: so callers who do not read are
 * to have half of it at most. What lies unread comes and goes in pieces, and leaves gaps between them.
 *
 * @param mostBytes that there may be
 * @param used bytes in use now
 */
record DirectMemory(long mostBytes, LongSupplier used) {
    /**
     * What Netty may have, and what of it is in use. Asking is a walk over its chunks of a megabyte or more. Only the pooled
     * allocator, which the start line chooses, tells what is in use from what it keeps for later; with another one nothing is.
     */
    static DirectMemory ofNetty() {
        return new DirectMemory(
                PlatformDependent.maxDirectMemory(),
                ByteBufAllocator.DEFAULT instanceof PooledByteBufAllocator pooled
                        ? pooled::pinnedDirectMemory
                        : () -> 0);
    }

    /** More than half of it is in use. */
    boolean isShort() {
        return used.getAsLong() > mostBytes / 2;
    }

    /** More than three quarters are. */
    boolean isAcute() {
        return used.getAsLong() > mostBytes / 4 * 3;
    }
}
