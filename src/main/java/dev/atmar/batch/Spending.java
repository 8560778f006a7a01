package dev.atmar.batch;

import dev.atmar.batch.send.Usage;
import java.util.OptionalDouble;

/** Tokens and money used so far, as the answers say. Used by one thread. */
final class Spending {
    private final Prices prices;
    private long promptTokens;
    private long completionTokens;
    private long priced;
    private long unpriced;
    private double cost;

    Spending(Prices prices) {
        this.prices = prices;
    }

    /** One answer; one without usage, or of a model without a price, leaves the cost incomplete. */
    void add(String model, Usage usage) {
        promptTokens += usage.promptTokens();
        completionTokens += usage.completionTokens();
        OptionalDouble its = usage.isKnown() ? prices.cost(model, usage) : OptionalDouble.empty();
        if (its.isPresent()) {
            priced++;
            cost += its.getAsDouble();
        } else {
            unpriced++;
        }
    }

    long promptTokens() {
        return promptTokens;
    }

    long completionTokens() {
        return completionTokens;
    }

    /** Null where no answer had a price. */
    Double cost() {
        return priced == 0 ? null : cost;
    }

    /** With so many answers more, each as the mean of those there are; null where none had a price. */
    Double expected(long left) {
        return priced == 0 ? null : cost + cost / priced * left;
    }

    /** Whether it counts every answer. */
    boolean isComplete() {
        return unpriced == 0;
    }

    double tokensEach() {
        long answers = priced + unpriced;
        return answers == 0 ? 0 : (double) (promptTokens + completionTokens) / answers;
    }
}
