package dev.atmar.load;

import dev.atmar.load.measure.Sample;
import dev.atmar.load.measure.Samples;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The results of a run in the order of its requests, whatever the order they came in. Each of the plan's tasks has one;
 * answers are kept as long as there is room, and where tasks are sent again and again, results too.
 */
final class ResultList implements Samples {
    private final int maxResults;
    private final int maxAnswers;
    private final KeptRuns room;
    private final List<Result> results = new ArrayList<>();
    private long notKept;

    /**
     * @param room for answers, shared with other runs
     */
    ResultList(Plan plan, LoadSettings settings, KeptRuns room) {
        int listed = plan.repeats() ? 0 : plan.tasks().size();
        this.maxResults = plan.keep().results() ? Math.max(listed, settings.keptResults()) : 0;
        this.maxAnswers = settings.keptResults();
        this.room = room;
    }

    @Override
    public void add(Sample sample) {
        add(sample.sequence(), Result.of(sample));
    }

    /**
     * @param sequence of the request within the run, from 0
     */
    void add(long sequence, Result result) {
        boolean listed = sequence < maxResults;
        boolean whole = listed && (result.answer() == null || hasRoom(sequence, result));
        notKept += whole ? 0 : 1;
        if (listed) {
            put((int) sequence, whole ? result.kept() : result.withoutAnswer());
        }
    }

    private boolean hasRoom(long sequence, Result result) {
        return sequence < maxAnswers && room.reserve(result.answerBytes());
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
