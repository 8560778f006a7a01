package dev.atmar.batch;

/**
 * How far a batch is.
 *
 * @param done tasks that have a result, those of former runs included
 * @param failed of them, in this run
 * @param retried attempts after a failure, in this run
 * @param perSecond results over the last minute; null while it is too early to say
 * @param leftMillis about how long it will go on at that pace and within the budgets; null while it is too early
 * @param cost so far; null where no price is known
 * @param expectedCost of this run to its end, if the tasks left are like those before; null as above
 * @param costComplete false: some answers have no price, or did not say what they used
 */
public record BatchProgress(
        long done,
        long total,
        int inFlight,
        long failed,
        long retried,
        Double perSecond,
        Long leftMillis,
        long promptTokens,
        long completionTokens,
        Double cost,
        Double expectedCost,
        boolean costComplete,
        boolean stopping) {}
