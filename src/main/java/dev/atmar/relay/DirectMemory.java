package dev.atmar.relay;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.function.LongSupplier;

/**
 * The memory of sockets' buffers, outside the heap, of which the JVM has one bound for all loops
 * ({@code -XX:MaxDirectMemorySize}). Who finds none ends in an error, whoever has taken it: so callers who do not read are
 * to have half of it at most.
 *
 * @param mostBytes beyond which it is short
 * @param used bytes in use now
 */
record DirectMemory(long mostBytes, LongSupplier used) {
    /** One part in so many stays free: what lies unread comes and goes in pieces, and leaves gaps between them. */
    private static final int PARTS = 2;

    /** What Netty may have, and what of it is in use. Asking is a walk over its chunks of a megabyte or more. */
    static DirectMemory ofNetty() {
        return new DirectMemory(PlatformDependent.maxDirectMemory() / PARTS, used(ByteBufAllocator.DEFAULT));
    }

    /** Only the pooled allocator, which the start line chooses, tells what is in use from what it keeps for later. */
    private static LongSupplier used(ByteBufAllocator buffers) {
        if (buffers instanceof PooledByteBufAllocator pooled) {
            return pooled::pinnedDirectMemory;
        }
        return buffers instanceof ByteBufAllocatorMetricProvider known
                ? () -> known.metric().usedDirectMemory()
                : () -> 0;
    }

    boolean isShort() {
        return used.getAsLong() > mostBytes;
    }
}
