package dev.atmar.limit;

import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * An upstream on virtual time: it bears so many calls at a time, refuses the rest at once, and answers a call after 10 to
 * 16 s. Each way takes half a round trip, and up to a fifth more.
 */
final class SimulatedAccount {
    private final VirtualTime time;
    private final TreeMap<Long, Integer> limits = new TreeMap<>();
    private final boolean states;
    private final long roundTripNanos;
    private final Random random;
    private int inFlight;
    int requests;
    int refusals;

    /** How a call ended. */
    interface Ending {
        void answered();

        void refused(OptionalInt stated);
    }

    /** @param limitsBySecond what it bears, from which second on */
    SimulatedAccount(
            VirtualTime time, Map<Integer, Integer> limitsBySecond, boolean states, long roundTripNanos, long seed) {
        this.time = time;
        limitsBySecond.forEach((second, limit) -> limits.put(TimeUnit.SECONDS.toNanos(second), limit));
        this.states = states;
        this.roundTripNanos = roundTripNanos;
        this.random = new Random(seed);
    }

    /** How long a connection takes to open. */
    long connectNanos() {
        return 2 * oneWay();
    }

    void call(Ending ending) {
        time.after(oneWay(), () -> arrived(ending));
    }

    private void arrived(Ending ending) {
        requests++;
        if (inFlight >= limit(time.now())) {
            refusals++;
            OptionalInt stated = states ? OptionalInt.of(limit(time.now())) : OptionalInt.empty();
            time.after(oneWay(), () -> ending.refused(stated));
            return;
        }
        inFlight++;
        time.after(latency(random), () -> {
            inFlight--;
            time.after(oneWay(), ending::answered);
        });
    }

    private long oneWay() {
        return roundTripNanos / 2 + (long) (random.nextDouble() * 0.2 * (roundTripNanos / 2));
    }

    private static long latency(Random random) {
        return TimeUnit.MILLISECONDS.toNanos(10_000 + random.nextInt(6_001));
    }

    private int limit(long now) {
        return limits.floorEntry(now).getValue();
    }

    /** When the last answer would come to someone who knows what it bears at any time, on a network without delay. */
    long idealNanos(int calls, long seed) {
        Random latencies = new Random(seed);
        PriorityQueue<Long> ends = new PriorityQueue<>();
        long now = 0;
        for (int call = 0; call < calls; call++) {
            while (ends.size() >= limit(now)) {
                Long rise = limits.higherKey(now);
                now = rise != null && rise < ends.element() ? rise : ends.remove();
            }
            ends.add(now + latency(latencies));
        }
        return ends.stream().mapToLong(Long::longValue).max().orElse(now);
    }
}
