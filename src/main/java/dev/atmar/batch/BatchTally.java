package dev.atmar.batch;

import dev.atmar.batch.send.InFlightJournal;
import dev.atmar.batch.send.News;
import dev.atmar.batch.send.SendOptions;
import dev.atmar.load.call.CallError;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** The counts of one run. Used by one thread. */
final class BatchTally {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS = 1000;
    private static final double SECONDS_PER_MINUTE = 60;

    private final BatchPlan plan;
    private final BatchFiles files;
    private final InFlightJournal journal;
    private final Spending spending;
    private final long start = System.nanoTime();
    private final RecentPace pace = new RecentPace(start);
    private final SortedMap<String, Long> failed = new TreeMap<>();
    private long succeeded;
    private long failures;
    private long attempts;
    private long retried;

    BatchTally(BatchPlan plan, BatchFiles files, InFlightJournal journal) {
        this.plan = plan;
        this.files = files;
        this.journal = journal;
        this.spending = new Spending(plan.prices());
    }

    /** A result that is written. */
    void add(News.Ended ended) {
        pace.add(System.nanoTime());
        attempts += ended.attempts();
        retried += ended.retried();
        CallError error = ended.outcome().error();
        if (error == null) {
            succeeded++;
            spending.add(ended.order().estimate().model(), ended.usage());
        } else {
            failures++;
            failed.merge(ended.kind(), 1L, Long::sum);
        }
    }

    private long left() {
        return files.tasks() - files.before() - succeeded - failures;
    }

    BatchProgress progress(int inFlight, boolean stopping) {
        OptionalDouble perSecond = pace.perSecond(System.nanoTime());
        return new BatchProgress(
                files.before() + succeeded + failures,
                files.tasks(),
                inFlight,
                failures,
                retried,
                perSecond.isPresent() ? perSecond.getAsDouble() : null,
                perSecond.isPresent() ? leftMillis(perSecond.getAsDouble()) : null,
                spending.promptTokens(),
                spending.completionTokens(),
                spending.cost(),
                spending.expected(left()),
                spending.isComplete(),
                stopping);
    }

    /** No sooner than the budgets allow, whatever the last minute was like. */
    private long leftMillis(double perSecond) {
        SendOptions options = plan.sending();
        double seconds = left() / perSecond;
        if (options.requestsPerMinute() != null) {
            seconds = Math.max(seconds, left() * SECONDS_PER_MINUTE / options.requestsPerMinute());
        }
        if (options.tokensPerMinute() != null) {
            double tokens = left() * spending.tokensEach();
            seconds = Math.max(seconds, tokens * SECONDS_PER_MINUTE / options.tokensPerMinute());
        }
        return Math.round(seconds * MILLIS);
    }

    BatchReport report(String stopped, Path failedFile) {
        return new BatchReport(
                files.tasks(),
                files.before(),
                files.failedBefore(),
                succeeded,
                failed,
                left(),
                attempts,
                retried,
                journal.repeated(),
                journal.repeatedInAll(),
                spending.promptTokens(),
                spending.completionTokens(),
                spending.cost(),
                spending.isComplete(),
                (System.nanoTime() - start) / NANOS_PER_MILLI,
                files.skipped(),
                files.isAppended(),
                plan.files().output(),
                failedFile,
                left() == 0 && failedFile == null && "interrupted".equals(stopped) ? null : stopped);
    }
}
