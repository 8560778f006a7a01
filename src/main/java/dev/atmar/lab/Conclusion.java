package dev.atmar.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the rows say together, in a few sentences that name numbers which were measured. */
final class Conclusion {
    /** A neighbour is held up when a ping took this part of the sleep or more: then he waited for somebody's sleep. */
    private static final double HELD_UP = 0.5;

    private Conclusion() {}

    static String of(List<Row> rows) {
        List<String> sentences = new ArrayList<>();
        say(sentences, rows, row -> row.verdict().equals(Verdict.SERIAL), "one after the other");
        say(sentences, rows, row -> row.verdict().startsWith(Verdict.POOL), "a few at a time");
        say(sentences, rows, row -> row.verdict().equals(Verdict.ALL_AT_ONCE), "all at once");
        sentences.add(neighbour(rows.stream().filter(Row::isMeasured).toList()));
        return String.join(" ", sentences);
    }

    private static void say(List<String> sentences, List<Row> rows, Predicate<Row> which, String how) {
        List<Row> some = rows.stream().filter(which).toList();
        if (!some.isEmpty()) {
            Row first = some.get(0);
            sentences.add(first.concurrent() + " sleeps of " + Times.text(first.ms()) + " run " + how + " ("
                    + walls(some) + ") with " + labels(some) + ".");
        }
    }

    private static String walls(List<Row> rows) {
        String least = Times.text(rows.stream().mapToDouble(Row::wallMs).min().orElseThrow());
        String most = Times.text(rows.stream().mapToDouble(Row::wallMs).max().orElseThrow());
        return least.equals(most) ? least : least + " to " + most;
    }

    private static String labels(List<Row> rows) {
        return rows.stream().map(row -> row.way().label()).collect(Collectors.joining(", "));
    }

    private static String neighbour(List<Row> rows) {
        if (rows.isEmpty()) {
            return "Nothing could be measured.";
        }
        List<Row> guilty = rows.stream()
                .filter(row -> row.neighbourWorstMs() >= HELD_UP * row.ms())
                .toList();
        if (guilty.isEmpty()) {
            return "None held up its neighbour: no ping took longer than " + worst(rows) + ".";
        }
        List<Row> others = rows.stream().filter(row -> !guilty.contains(row)).toList();
        String held = "Held up by " + labels(guilty) + ", a neighbour waited up to " + worst(guilty) + " for a ping";
        return others.isEmpty() ? held + "." : held + "; beside the others " + worst(others) + ".";
    }

    private static String worst(List<Row> rows) {
        return Times.text(rows.stream()
                .map(Row::neighbourWorstMs)
                .max(Comparator.naturalOrder())
                .orElseThrow());
    }
}
