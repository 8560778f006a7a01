package dev.atmar.bench.exact;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * So many slots, each busy with a request for the same time; who finds none free waits in line. Belongs to one server,
 * for it remembers which slots are busy.
 *
 * <p>Under open load beyond what the slots bear the line grows evenly, which gives a closed form. Let requests arrive at
 * rate λ for a time D, at c slots of s each, λ &gt; c/s. The k-th finds k c-ths of s before it: it leaves at s + k s/c,
 * having arrived at k/λ, so its latency is s + k (s/c - 1/λ). It grows with k, so the p-th percentile of the λ D
 * requests is that of k = p λ D:
 *
 * <pre>L_p = s + p D (λ s/c - 1)</pre>
 *
 * (Its steps: c requests in a row have the same latency, and the next c one that is s - c/λ longer.)
 */
public final class Capacity implements KnownLatency {
    private final int slots;
    private final Duration each;
    private final PriorityQueue<Long> freeAt = new PriorityQueue<>();

    public Capacity(int slots, Duration each) {
        this.slots = slots;
        this.each = each;
        for (int slot = 0; slot < slots; slot++) {
            freeAt.add(Long.MIN_VALUE);
        }
    }

    @Override
    public long answerAt(long number, long arrived) {
        long end = Math.max(arrived, freeAt.remove()) + each.toNanos();
        freeAt.add(end);
        return end;
    }

    /** As {@link #percentile(int, Duration, double, Duration, double)}, of this one. */
    public Duration percentile(double p, Duration run, double rate) {
        return percentile(slots, each, p, run, rate);
    }

    /**
     * The closed form. It holds for a line of any place: the server's, or that of a client which sends no more than so
     * many at once.
     *
     * @param p between 0 and 1
     * @param run how long requests were due, which the line outlasts
     * @param rate at which they were, per second: more than the slots bear
     */
    public static Duration percentile(int slots, Duration each, double p, Duration run, double rate) {
        double overload = rate * each.toNanos() / 1e9 / slots - 1;
        return each.plusNanos(Math.round(p * run.toNanos() * overload));
    }
}
