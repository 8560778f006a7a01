package dev.atmar.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Rows as text of at most 100 columns, with a bar for each wall time relative to the slowest, the reasons of whatever
 * could not be told, and a conclusion.
 */
public final class ComparisonTable {
    private static final int WIDTH = 100;
    private static final String LINE = "%-20s  %7s  %7s  %6s  %7s  %7s  %10s  %-13s  %s";
    private static final int BAR = 7;
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";

    private ComparisonTable() {}

    /** Lines parted by newlines, the last one ended too. */
    public static String of(List<Row> rows) {
        List<String> lines = new ArrayList<>();
        lines.add(line("way", "at once", "wall", "sleeps", "p50", "p99", "worst ping", "verdict", ""));
        double slowest = rows.stream()
                .filter(Row::isMeasured)
                .mapToDouble(Row::wallMs)
                .max()
                .orElse(0);
        rows.forEach(row -> lines.add(line(row, slowest)));
        List<String> notes = notes(rows);
        if (!notes.isEmpty()) {
            lines.add("");
            notes.forEach(note -> lines.addAll(wrapped(note)));
        }
        lines.add("");
        lines.addAll(wrapped(Conclusion.of(rows)));
        return String.join("\n", lines) + "\n";
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, LINE, cells).stripTrailing();
    }

    private static String line(Row row, double slowest) {
        String way = row.way().label();
        if (!row.isMeasured()) {
            return line(way, "-", "-", "-", "-", "-", "-", row.verdict(), "");
        }
        return line(
                way,
                row.ranAtOnce(),
                Times.text(row.wallMs()),
                Times.sleeps(row.sleeps()),
                Times.text(row.p50Ms()),
                Times.text(row.p99Ms()),
                Times.text(row.neighbourWorstMs()),
                row.verdict(),
                bar(row.wallMs() / slowest));
    }

    /** Never empty: the fastest has an eighth of a column. */
    private static String bar(double share) {
        int eighths = (int) Math.max(1, Math.round(share * BAR * 8));
        String rest = eighths % 8 == 0 ? "" : EIGHTHS.substring(eighths % 8, eighths % 8 + 1);
        return "█".repeat(eighths / 8) + rest;
    }

    private static List<String> notes(List<Row> rows) {
        List<String> notes = new ArrayList<>();
        for (Row row : rows) {
            if (row.reason() != null) {
                notes.add(row.way().label() + ": " + row.reason() + ".");
            }
            if (!row.errors().isEmpty()) {
                notes.add(row.way().label() + ": " + errors(row) + ".");
            }
        }
        return notes;
    }

    private static String errors(Row row) {
        return row.errors().entrySet().stream()
                .map(kind -> kind.getValue() + " times " + kind.getKey())
                .collect(Collectors.joining(", "));
    }

    /** No line breaks between a number and its unit. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" (?!(?:ms|s|h)\\b)")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
