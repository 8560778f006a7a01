package dev.atmar.limit;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those who wait for one limiter: in front the ones who had their turn and were sent back, then the callers in turn, each
 * with a line of its own. Who leaves stays in its line, marked, until most of the line is such; a line in which nobody
 * waits is forgotten. Not thread-safe.
 */
final class FairQueue {
    private final Line again = new Line();
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private int waiting;
    private long bytes;

    void add(Waiter waiter) {
        lineOf(waiter).add(waiter);
        waiting++;
        bytes += waiter.turn().bytes();
    }

    private Line lineOf(Waiter waiter) {
        Turn turn = waiter.turn();
        return turn.again() ? again : lines.computeIfAbsent(turn.caller(), caller -> new Line());
    }

    /** Whose turn it is; null: nobody waits. It is to leave next, see {@link #left}. */
    Waiter next() {
        if (again.waiting > 0) {
            return again.first();
        }
        if (lines.isEmpty()) {
            return null;
        }
        String caller = lines.keySet().iterator().next();
        Line line = lines.remove(caller);
        lines.put(caller, line);
        return line.first();
    }

    /** It waits no longer; it has been marked so. */
    void left(Waiter waiter) {
        waiting--;
        bytes -= waiter.turn().bytes();
        Line line = lineOf(waiter);
        line.left();
        if (line.waiting == 0 && line != again) {
            lines.remove(waiter.turn().caller());
        }
    }

    int waiting() {
        return waiting;
    }

    long bytes() {
        return bytes;
    }

    /** Callers of whom someone waits, without those who were sent back. */
    int callers() {
        return lines.size();
    }

    /** Kept, those who left included. */
    int size() {
        return again.queue.size()
                + lines.values().stream().mapToInt(line -> line.queue.size()).sum();
    }

    /** First come, first served. */
    private static final class Line {
        private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
        private int waiting;

        private void add(Waiter waiter) {
            queue.add(waiter);
            waiting++;
        }

        /** Someone waits. */
        private Waiter first() {
            while (!queue.element().waits()) {
                queue.remove();
            }
            return queue.element();
        }

        /** So many have been added since the line was last swept that each pays for a few steps only. */
        private void left() {
            waiting--;
            if (queue.size() > 2 * waiting) {
                queue.removeIf(waiter -> !waiter.waits());
            }
        }
    }
}
