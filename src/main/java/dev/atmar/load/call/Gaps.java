package dev.atmar.load.call;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/**
 * The times between the pieces of one answer, in nanoseconds. The first so many are kept as they are; of an answer of more
 * pieces all are in a histogram of three digits, whose size does not grow with their number.
 */
public final class Gaps {
    private static final int MOST_KEPT = 16_384;
    private static final int DIGITS = 3;

    private long[] kept = {};
    private int count;
    private Histogram more;

    public void add(long nanos) {
        if (more != null) {
            more.recordValue(nanos);
            return;
        }
        if (count == MOST_KEPT) {
            Histogram all = new Histogram(DIGITS);
            recordTo(all);
            all.recordValue(nanos);
            more = all;
            kept = new long[0];
            return;
        }
        if (count == kept.length) {
            kept = Arrays.copyOf(kept, Math.max(32, 2 * count));
        }
        kept[count++] = nanos;
    }

    public long count() {
        return more == null ? count : more.getTotalCount();
    }

    /** Adds each of them to a histogram of nanoseconds of three digits. */
    public void recordTo(Histogram histogram) {
        if (more != null) {
            histogram.add(more);
            return;
        }
        for (int i = 0; i < count; i++) {
            histogram.recordValue(kept[i]);
        }
    }
}
