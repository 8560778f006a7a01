package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code batch}: many tasks killed again and again, and a file longer than any heap. */
@Command(
        name = "batch",
        description = "A batch ended by kill -9 at moments that a seed chose, until every task has its result, "
                + "against a simulator that counts; then a file of short lines in a small heap against nginx.")
final class BatchBench extends BenchCommand {
    @Option(names = "--tasks", description = "of the batch that is killed (default: 10000)")
    private Integer tasks;

    @Option(names = "--kills", description = "default: 10")
    private Integer kills;

    @Option(names = "--concurrent", description = "calls in flight (default: 100)")
    private Integer concurrent;

    @Option(names = "--seed", description = "of the moments (default: 1)")
    private Long seed;

    @Option(names = "--lines", description = "of the long file (default: 1000000)")
    private Integer lines;

    @Option(names = "--heap", paramLabel = "MB", description = "for the long file (default: 256)")
    private Integer heap;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        JsonArray rows = new JsonArray();
        int inFlight = chosen(concurrent, 100, 20);
        BatchKills killed = new BatchKills(scratch, chosen(tasks, 10_000, 300), inFlight, chosen(seed, 1L, 1L));
        rows.add(killed.run(chosen(kills, 10, 1)));
        rows.add(new BatchLines(scratch, chosen(lines, 1_000_000, 2_000), chosen(heap, 256, 64), inFlight).run());
        print(rows);
        report.put("batch", new JsonObject().put("rows", rows));
    }

    private static void print(JsonArray rows) {
        JsonObject kills = rows.getJsonObject(0);
        Table table = new Table("killed with kill -9", "");
        List.of("tasks", "kills", "in_flight", "results", "distinct", "requests", "repeated", "repeated_told", "most")
                .forEach(name -> table.row(name, Table.count(kills.getLong(name))));
        System.out.println(table);
        JsonObject lines = rows.getJsonObject(1);
        Table second = new Table("one long file", "");
        second.row("lines", Table.count(lines.getLong("lines")));
        second.row("results", Table.count(lines.getLong("results")));
        second.row("largest heap", lines.getLong("heap_mb") + " MB");
        second.row("most in use, after a collection", lines.getLong("heap_live_mb") + " MB");
        second.row("most in use, before a collection", lines.getLong("heap_peak_mb") + " MB");
        second.row("resident, at its peak", Table.megabytes(lines.getLong("peak_bytes")));
        second.row("seconds in all", Table.fixed(lines.getDouble("seconds"), 1));
        second.row("tasks a second", Table.count(lines.getDouble("rate")));
        second.row("CPU us/task", Table.fixed(lines.getDouble("cpu_us"), 0));
        System.out.println(second);
    }
}
