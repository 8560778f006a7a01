package dev.atmar.cli;

import java.util.Locale;
import java.util.function.DoubleFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * A distribution of times as bars, ten rows at most and less than 80 columns wide: how many times were at most so long,
 * and longer than in the row above. Rows are of one width, or where the longest time is ten times the shortest, each is
 * so many times as wide as the one above.
 */
final class LatencyPicture {
    private static final int ROWS = 10;
    private static final int BAR = 40;
    private static final double WIDE = 10;
    private static final double NANOS = 1e6;
    private static final double[] MARKED = {50, 90, 99, 99.9};
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private final Histogram times;
    private final boolean unicode;
    private final double least;
    private final double most;
    private final int rows;
    private final long[] counts;

    private LatencyPicture(Histogram times, boolean unicode) {
        this.times = times;
        this.unicode = unicode;
        this.least = Math.max(1, times.getMinNonZeroValue());
        this.most = Math.max(least, times.getMaxValue());
        this.rows = most / least < 1.01 ? 1 : ROWS;
        this.counts = new long[rows];
    }

    /**
     * @param nanos the times, in nanoseconds
     * @param unicode whether block characters can be shown
     * @return lines, or nothing when there are no times
     */
    static String of(Histogram nanos, boolean unicode) {
        return nanos.getTotalCount() == 0 ? "" : new LatencyPicture(nanos, unicode).draw();
    }

    private String draw() {
        long largest = 0;
        for (HistogramIterationValue value : times.recordedValues()) {
            int row = row(value.getValueIteratedTo());
            counts[row] += value.getCountAddedInThisIterationStep();
            largest = Math.max(largest, counts[row]);
        }
        StringBuilder text = new StringBuilder();
        DoubleFunction<String> label = label();
        for (int row = 0; row < rows; row++) {
            text.append(line(label.apply(upper(row) / NANOS), row, largest)).append(System.lineSeparator());
        }
        return text.toString();
    }

    private boolean isLogarithmic() {
        return most / least >= WIDE;
    }

    private double upper(int row) {
        double part = (row + 1.0) / rows;
        return isLogarithmic() ? least * Math.pow(most / least, part) : least + (most - least) * part;
    }

    private int row(double nanos) {
        int row = 0;
        while (row < rows - 1 && nanos > upper(row)) {
            row++;
        }
        return row;
    }

    /** As many digits as rows need to differ in. */
    private DoubleFunction<String> label() {
        if (isLogarithmic() || rows == 1) {
            return Millis::text;
        }
        boolean seconds = most / NANOS >= 1000;
        double unit = seconds ? 1000 : 1;
        double step = (most - least) / rows / NANOS / unit;
        int digits = (int) Math.max(0, Math.min(4, Math.ceil(-Math.log10(step))));
        String format = "%." + digits + "f" + (seconds ? " s" : " ms");
        return millis -> String.format(Locale.ROOT, format, millis / unit);
    }

    private String line(String label, int row, long largest) {
        String line = String.format(
                Locale.ROOT,
                "%s%11s %s%-" + BAR + "s %9d%s",
                unicode ? "≤" : "<=",
                label,
                unicode ? "│" : "|",
                bar((double) counts[row] / largest),
                counts[row],
                marks(row));
        return line.stripTrailing();
    }

    private String bar(double share) {
        int eighths = (int) Math.round(share * BAR * 8);
        if (share > 0 && eighths == 0) {
            eighths = 1;
        }
        if (unicode) {
            String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
            return "█".repeat(eighths / 8) + rest;
        }
        return eighths > 0 && eighths < 4 ? "." : "#".repeat((eighths + 4) / 8);
    }

    /** The percentiles that lie in this row. */
    private String marks(int row) {
        StringBuilder marks = new StringBuilder();
        for (double percentile : MARKED) {
            if (row(times.getValueAtPercentile(percentile)) == row) {
                String name = String.valueOf(percentile).replace(".0", "");
                marks.append(marks.isEmpty() ? " p" : ",").append(name);
            }
        }
        return marks.toString();
    }
}
