package dev.atmar.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How many bytes of the heap one event loop may spend on what it holds. */
public final class Room {
    /** One part in so many is kept for {@link #takeOfReserve}. */
    private static final int RESERVE_PARTS = 32;

    private final long allBytes;
    private final long mostBytes;
    private final List<BooleanSupplier> spares = new ArrayList<>();
    private long bytes;

    public Room(long mostBytes) {
        allBytes = mostBytes;
        this.mostBytes = mostBytes - mostBytes / RESERVE_PARTS;
    }

    /** For what is bounded by other means. */
    public static Room unbounded() {
        return new Room(Long.MAX_VALUE);
    }

    /** 503, for a call that there was no room for. */
    public static ApiException full() {
        return ApiException.busy(503, "overloaded", "too many requests in flight here", 1);
    }

    /**
     * To be asked, in the order in which they were told of, before anyone is refused.
     *
     * @param spare gives something back at once, or is false: there is nothing that can be spared
     */
    public void whenShort(BooleanSupplier spare) {
        spares.add(spare);
    }

    /** Whether there is room for them; if so, they are to be given back. */
    public boolean take(long more) {
        while (!has(more)) {
            if (spares.stream().noneMatch(BooleanSupplier::getAsBoolean)) {
                return false;
            }
        }
        bytes += more;
        return true;
    }

    /** As {@link #take}, of what is kept for those who are to be told that there is no room; asks nobody to spare any. */
    public boolean takeOfReserve(long more) {
        boolean isThere = more <= allBytes - bytes;
        bytes += isThere ? more : 0;
        return isThere;
    }

    /** Whether there is room for them as it is. */
    public boolean has(long more) {
        return more <= mostBytes - bytes;
    }

    /**
     * @throws IllegalStateException when more is given back than was taken
     */
    public void giveBack(long taken) {
        if (taken > bytes) {
            throw new IllegalStateException("more given back than was taken");
        }
        bytes -= taken;
    }

    long bytes() {
        return bytes;
    }
}
