package dev.atmar.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What the rows say together, in a few sentences that name numbers which were measured. */
final class Conclusion {
    /** A neighbour is held up when a ping took this part of the sleep or more: then he waited for somebody's sleep. */
    private static final double HELD_UP = 0.9;

    private Conclusion() {}

    static String of(List<Row> rows) {
        List<Row> measured = rows.stream().filter(Row::isMeasured).toList();
        if (measured.isEmpty()) {
            return "Nothing could be measured.";
        }
        List<Row> together = with(measured, Verdict.ALL_AT_ONCE::equals);
        List<String> groups = new ArrayList<>();
        say(groups, "one after the other", with(measured, Verdict.SERIAL::equals));
        say(groups, "a few at a time", with(measured, word -> word.startsWith(Verdict.POOL)));
        say(groups, "all at once", together);
        say(groups, "in a way that was not seen clearly", with(measured, Verdict.UNCLEAR::equals));
        Row any = measured.get(0);
        String sleeps = any.concurrent() + " sleeps of " + Times.text(any.ms()) + " ran ";
        return sleeps + String.join("; ", groups) + "." + limit(together) + neighbour(measured);
    }

    private static List<Row> with(List<Row> rows, Predicate<String> verdict) {
        return rows.stream().filter(row -> verdict.test(row.verdict())).toList();
    }

    private static void say(List<String> groups, String how, List<Row> rows) {
        if (!rows.isEmpty()) {
            groups.add(how + " with " + labels(rows) + " (" + walls(rows) + ")");
        }
    }

    /** A volley sees no pool that is larger than itself. */
    private static String limit(List<Row> together) {
        return together.isEmpty()
                ? ""
                : " " + most(together) + " requests cannot tell a pool of " + most(together) + " or more from none.";
    }

    private static int most(List<Row> rows) {
        return rows.stream().mapToInt(Row::ranAtOnce).max().orElseThrow();
    }

    private static String walls(List<Row> rows) {
        String least = Times.text(rows.stream().mapToDouble(Row::wallMs).min().orElseThrow());
        String most = Times.text(rows.stream().mapToDouble(Row::wallMs).max().orElseThrow());
        return least.equals(most) ? least : least + " to " + most;
    }

    private static String labels(List<Row> rows) {
        return rows.stream().map(row -> row.way().label()).collect(Collectors.joining(", "));
    }

    /** Of volleys that were not seen clearly nothing is said: there the lab itself was busy. */
    private static String neighbour(List<Row> measured) {
        List<Row> rows = with(measured, word -> !word.equals(Verdict.UNCLEAR));
        if (rows.isEmpty()) {
            return "";
        }
        List<Row> guilty = rows.stream()
                .filter(row -> row.neighbourWorstMs() >= HELD_UP * row.ms())
                .toList();
        if (guilty.isEmpty()) {
            return " None held up its neighbour: no ping took longer than " + worst(rows) + ".";
        }
        List<Row> others = rows.stream().filter(row -> !guilty.contains(row)).toList();
        String held = " Held up by " + labels(guilty) + ", a neighbour waited up to " + worst(guilty) + " for a ping";
        return others.isEmpty() ? held + "." : held + "; beside the others " + worst(others) + ".";
    }

    private static String worst(List<Row> rows) {
        return Times.text(rows.stream()
                .map(Row::neighbourWorstMs)
                .max(Comparator.naturalOrder())
                .orElseThrow());
    }
}
