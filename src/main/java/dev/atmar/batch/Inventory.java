package dev.atmar.batch;

import dev.atmar.batch.send.Estimate;
import dev.atmar.batch.send.Origins;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the tasks that are left are going to ask for. Kinds beyond a bound are counted together. */
final class Inventory {
    private static final int MOST_KINDS = 100;
    private static final String OTHERS = "others";
    private static final String NONE = "none";

    private final Prices prices;
    private final SortedMap<String, Long> hosts = new TreeMap<>();
    private final SortedMap<String, Long> models = new TreeMap<>();
    private BatchTask first;
    private long promptTokens;
    private long maxTokens;
    private long unbounded;
    private long priced;
    private long unpriced;
    private double mostCost;

    Inventory(Prices prices) {
        this.prices = prices;
    }

    void add(BatchTask task) {
        first = first == null ? task : first;
        Estimate estimate = Estimate.of(task.body());
        count(hosts, Origins.name(task.target()));
        count(models, estimate.model().isEmpty() ? NONE : estimate.model());
        promptTokens += estimate.promptTokens();
        maxTokens += estimate.maxTokens();
        unbounded += estimate.maxTokens() == 0 ? 1 : 0;
        OptionalDouble cost = prices.cost(estimate.model(), estimate.promptTokens(), estimate.maxTokens());
        if (cost.isPresent()) {
            priced++;
            mostCost += cost.getAsDouble();
        } else {
            unpriced++;
        }
    }

    private static void count(SortedMap<String, Long> counts, String kind) {
        boolean known = counts.containsKey(kind) || counts.size() < MOST_KINDS;
        counts.merge(known ? kind : OTHERS, 1L, Long::sum);
    }

    SortedMap<String, Long> hosts() {
        return hosts;
    }

    SortedMap<String, Long> models() {
        return models;
    }

    /** Null where there is none. */
    BatchTask first() {
        return first;
    }

    long promptTokens() {
        return promptTokens;
    }

    long maxTokens() {
        return maxTokens;
    }

    /** Tasks that set no bound to their answer. */
    long unbounded() {
        return unbounded;
    }

    /** Null where no task has a price. */
    Double mostCost() {
        return priced == 0 ? null : mostCost;
    }

    /** Whether it is a bound of all that is left: every task has a price, and bounds its answer. */
    boolean isCostComplete() {
        return unpriced == 0 && unbounded == 0;
    }
}
