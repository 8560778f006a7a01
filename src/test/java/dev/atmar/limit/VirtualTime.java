package dev.atmar.limit;

import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** A clock that is set by what happens next, and the one loop on which it happens. */
final class VirtualTime implements Loop {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private long now;
    private long number;

    private record Event(long at, long number, Runnable action) {}

    private final Set<Long> live = new HashSet<>();

    long now() {
        return now;
    }

    @Override
    public void run(Runnable action) {
        after(0, action);
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        Event event = new Event(now + nanos, number++, action);
        events.add(event);
        live.add(event.number());
        return () -> live.remove(event.number());
    }

    /** Until nothing is left to happen. */
    void runOut() {
        while (!events.isEmpty()) {
            next();
        }
    }

    void runUntil(long time) {
        while (!events.isEmpty() && events.element().at() - time <= 0) {
            next();
        }
        now = time;
    }

    private void next() {
        Event event = events.remove();
        if (live.remove(event.number())) {
            now = event.at();
            event.action().run();
        }
    }

    /** Timers that are set. */
    int pending() {
        return live.size();
    }
}
