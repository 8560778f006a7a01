package dev.atmar.batch.disk;

/** A partition's ids in memory: a hash table with open addressing, half full at most. */
final class IdTable {
    private static final long MOST = 1 << 27;

    private final long[] highs;
    private final long[] lows;
    private final long[] places;
    private final long[] marks;
    private final boolean[] taken;
    private final int mask;

    IdTable(long count) {
        if (count > MOST) {
            throw new IllegalStateException(count + " ids in one partition (expected: at most " + MOST + ")");
        }
        int capacity = Math.max(2, Integer.highestOneBit(Math.max(1, (int) count)) * 4);
        highs = new long[capacity];
        lows = new long[capacity];
        places = new long[capacity];
        marks = new long[capacity];
        taken = new boolean[capacity];
        mask = capacity - 1;
    }

    /** The slot of the same id, which stays as it is; -1: it was not there. */
    int put(long high, long low, long place, long mark) {
        int slot = slot(high, low);
        if (taken[slot]) {
            return slot;
        }
        taken[slot] = true;
        highs[slot] = high;
        lows[slot] = low;
        places[slot] = place;
        marks[slot] = mark;
        return -1;
    }

    /** The slot of an id; -1: it is not there. */
    int find(long high, long low) {
        int slot = slot(high, low);
        return taken[slot] ? slot : -1;
    }

    private int slot(long high, long low) {
        int slot = (int) low & mask;
        while (taken[slot] && (highs[slot] != high || lows[slot] != low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    long place(int slot) {
        return places[slot];
    }

    long mark(int slot) {
        return marks[slot];
    }
}
