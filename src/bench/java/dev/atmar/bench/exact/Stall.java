package dev.atmar.bench.exact;

import java.time.Duration;

/**
 * A server that answers after {@code base}, but from whom nothing leaves for {@code length}: an answer due in that time
 * leaves at its end.
 *
 * <p>Under open load this has a closed form. Let a request arrive at x from the stall's begin, b be the base latency and
 * P the stall's length: its answer is due at x + b. For -b &lt; x &lt; P - b that lies in the stall, and the latency is
 * P - x: it falls evenly from P + b (which is met by a request in flight when the stall began) to b. All others have b.
 * Arrivals at an even rate over a run of D have a share (P + b - L) / D of latencies above L, for L between b and P + b;
 * where that share is 1 - p,
 *
 * <pre>L_p = b + P - (1 - p) D   if (1 - p) D &lt; P, else b</pre>
 *
 * A closed-loop client with c requests in flight sees c slow answers, however long the stall: coordinated omission.
 *
 * @param from since the first request arrived
 */
public record Stall(Duration base, Duration from, Duration length) implements KnownLatency {
    @Override
    public long answerAt(long number, long arrived) {
        long due = arrived + base.toNanos();
        long begin = from.toNanos();
        long end = begin + length.toNanos();
        return due >= begin && due < end ? end : due;
    }

    /**
     * The closed form; a rate makes it coarse by the time between two requests.
     *
     * @param p between 0 and 1
     * @param run how long requests were sent, the whole stall within it
     */
    public Duration percentile(double p, Duration run) {
        long slower = Math.round((1 - p) * run.toNanos());
        return slower < length.toNanos() ? base.plus(length).minusNanos(slower) : base;
    }
}
