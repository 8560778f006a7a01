package dev.atmar.cli;

import dev.atmar.batch.BatchProgress;
import dev.atmar.batch.BatchReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A batch's progress and report, as a person reads them. */
final class BatchText {
    private static final String NEW_LINE = System.lineSeparator();

    private BatchText() {}

    /** Behind the figures of done and total, which a bar shows itself. */
    static String of(BatchProgress progress) {
        List<String> parts = new ArrayList<>();
        parts.add(progress.inFlight() + " in flight");
        parts.add(progress.failed() + " failed");
        if (progress.retried() > 0) {
            parts.add(progress.retried() + " retried");
        }
        if (progress.perSecond() != null) {
            parts.add(String.format(Locale.ROOT, "%.1f/s", progress.perSecond()));
        }
        if (progress.promptTokens() + progress.completionTokens() > 0) {
            parts.add("tokens " + Amounts.count(progress.promptTokens()) + " in, "
                    + Amounts.count(progress.completionTokens()) + " out");
        }
        if (progress.cost() != null) {
            parts.add(cost(progress));
        }
        parts.add(left(progress));
        return String.join(", ", parts);
    }

    private static String cost(BatchProgress progress) {
        String expected = progress.expectedCost() == null ? "" : " of about " + Amounts.money(progress.expectedCost());
        return "cost " + Amounts.money(progress.cost()) + expected + (progress.costComplete() ? "" : " (incomplete)");
    }

    private static String left(BatchProgress progress) {
        if (progress.stopping()) {
            return "stopping: waiting for the calls in flight";
        }
        return progress.leftMillis() == null
                ? "time left unknown"
                : "about " + Amounts.duration(progress.leftMillis()) + " left";
    }

    static String of(BatchReport report) {
        StringBuilder text = new StringBuilder();
        text.append(line(
                "%d tasks: %d done before, %d done now in %s (%.1f/s), %d left",
                report.tasks(),
                report.before(),
                report.done(),
                Amounts.duration(Math.round(report.elapsedMillis())),
                report.rate(),
                report.left()));
        text.append(line("succeeded %d, failed %s", report.succeeded(), failures(report)));
        text.append(line("attempts %d, retried %d%s", report.attempts(), report.retried(), repeated(report)));
        if (report.promptTokens() + report.completionTokens() > 0) {
            text.append(line("tokens %d in, %d out%s", report.promptTokens(), report.completionTokens(), cost(report)));
        }
        text.append(line("results %s", report.output()));
        if (report.failedFile() != null) {
            text.append(
                    line("failed tasks %s (--retry-failed, or this file as IN, runs them again)", report.failedFile()));
        }
        if (report.appended()) {
            text.append(line("the input has grown since the last run"));
        }
        if (report.skipped() > 0) {
            text.append(line("%d lines of the input could not be used, and were skipped", report.skipped()));
        }
        if (report.stopped() != null) {
            text.append(line("stopped early: %s", report.stopped()));
        }
        if (report.left() > 0) {
            text.append(line("the same command again goes on with the %d tasks that are left", report.left()));
        }
        return text.toString().stripTrailing();
    }

    private static String failures(BatchReport report) {
        String before = report.failedBefore() > 0 ? " (and " + report.failedBefore() + " in former runs)" : "";
        if (report.failed().isEmpty()) {
            return "0" + before;
        }
        String kinds = report.failed().entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
        return report.failures() + ": " + kinds + before;
    }

    private static String repeated(BatchReport report) {
        if (report.repeatedInAll() == 0) {
            return "";
        }
        String all = report.repeatedInAll() > report.repeated() ? " (in all runs " + report.repeatedInAll() + ")" : "";
        return String.format(
                Locale.ROOT,
                ", repeated at most %d that were in flight when a run was killed%s",
                report.repeated(),
                all);
    }

    private static String cost(BatchReport report) {
        if (report.cost() == null) {
            return "";
        }
        return ", cost " + Amounts.money(report.cost())
                + (report.costComplete() ? "" : " (incomplete: some answers have no price or no usage)");
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + NEW_LINE;
    }

    /** Figures as a person reads them. */
    static final class Amounts {
        private static final long THOUSAND = 1000;
        private static final long MILLION = 1_000_000;

        private Amounts() {}

        static String count(long number) {
            if (number < 10 * THOUSAND) {
                return Long.toString(number);
            }
            return number < 10 * MILLION
                    ? String.format(Locale.ROOT, "%.1fk", number / (double) THOUSAND)
                    : String.format(Locale.ROOT, "%.1fM", number / (double) MILLION);
        }

        /** Small amounts with the digits that matter. */
        static String money(double amount) {
            return String.format(Locale.ROOT, amount < 1 ? "%.5f" : "%.2f", amount);
        }

        /** {@code 0.8 s}, {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
        static String duration(long millis) {
            if (millis < 10_000) {
                return String.format(Locale.ROOT, "%.1f s", millis / (double) THOUSAND);
            }
            long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
            if (seconds < 120) {
                return seconds + " s";
            }
            long minutes = seconds / 60;
            return minutes < 120
                    ? minutes + " min " + seconds % 60 + " s"
                    : minutes / 60 + " h " + minutes % 60 + " min";
        }
    }
}
