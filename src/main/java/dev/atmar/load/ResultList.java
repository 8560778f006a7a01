package dev.atmar.load;

import dev.atmar.settings.LoadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The results of a run in the order of its requests, whatever the order they came in. Each of the plan's tasks has one;
 * answers are kept up to the bounds of the settings, and where tasks are sent again and again, results too.
 */
final class ResultList {
    private final int maxResults;
    private final int maxAnswers;
    private final long maxBytes;
    private final List<Result> results = new ArrayList<>();
    private long bytes;
    private long notKept;

    ResultList(Plan plan, LoadSettings settings) {
        int listed = plan.repeats() ? 0 : plan.tasks().size();
        maxResults = plan.keepResults() ? Math.max(listed, settings.keptResults()) : 0;
        maxAnswers = settings.keptResults();
        maxBytes = settings.keptBytes();
    }

    /**
     * @param sequence of the request within the run, from 0
     */
    void add(long sequence, Result result) {
        boolean withAnswer = sequence < maxAnswers && bytes + length(result) <= maxBytes;
        boolean listed = sequence < maxResults;
        if (!listed || (!withAnswer && result.answer() != null)) {
            notKept++;
        }
        if (listed) {
            bytes += withAnswer ? length(result) : 0;
            put((int) sequence, withAnswer ? result.kept() : result.withoutAnswer());
        }
    }

    private static int length(Result result) {
        return result.answer() == null ? 0 : result.answer().length();
    }

    private void put(int index, Result result) {
        while (results.size() <= index) {
            results.add(null);
        }
        results.set(index, result);
    }

    long notKept() {
        return notKept;
    }

    /** Those that ended so far. */
    List<Result> toList() {
        return results.stream().filter(Objects::nonNull).toList();
    }
}
