package dev.atmar.load.measure;

import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Tokens;
import java.util.Arrays;
import java.util.List;

/** Counts the requests that keep an objective, and those that keep each of its terms. */
final class GoodRequests {
    private final List<SloTerm> terms;
    private final long[] kept;
    private long good;

    /**
     * @param slo null: none is kept
     */
    GoodRequests(Slo slo) {
        terms = slo == null ? List.of() : slo.terms();
        kept = new long[terms.size()];
    }

    /** One that succeeded. */
    void add(Timings timings, Tokens tokens) {
        boolean all = !terms.isEmpty();
        for (int i = 0; i < kept.length; i++) {
            boolean keeps = terms.get(i).isKept(timings, tokens);
            kept[i] += keeps ? 1 : 0;
            all &= keeps;
        }
        good += all ? 1 : 0;
    }

    long count() {
        return good;
    }

    List<Long> kept() {
        return Arrays.stream(kept).boxed().toList();
    }
}
