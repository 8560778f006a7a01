package dev.atmar.app;

import java.util.List;
import java.util.Locale;

/** The demo's rows beside the original's figures, and what follows from them. */
public final class DemoTable {
    private static final String FORMAT = "%-36s%-25s%9s%12s  %s%n";

    private DemoTable() {}

    public static String render(List<DemoRow> rows, Scale scale) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, FORMAT, "step", "original", "here", "at scale 1", "what it shows"));
        rows.forEach(row -> text.append(String.format(
                Locale.ROOT,
                FORMAT,
                row.step(),
                row.original(),
                seconds(row.wallMillis()),
                seconds(row.fullScaleMillis()),
                row.verdict())));
        return text.append(conclusions(rows, scale)).toString();
    }

    private static String conclusions(List<DemoRow> rows, Scale scale) {
        StringBuilder text = new StringBuilder(System.lineSeparator());
        rows.stream().filter(row -> row.lesson() != null).forEach(row -> text.append(conclusion(row)));
        long held = rows.stream().filter(DemoRow::holds).count();
        return text.append(String.format(
                        Locale.ROOT,
                        "%n%d of %d steps show what the experiment showed (scale %s).",
                        held,
                        rows.size(),
                        scale.factor()))
                .toString();
    }

    private static String conclusion(DemoRow row) {
        String shown = row.holds() ? row.lesson() : "NOT shown: " + row.lesson();
        return String.format("- %s (%s)%n", shown, row.verdict());
    }

    private static String seconds(double millis) {
        return String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }
}
