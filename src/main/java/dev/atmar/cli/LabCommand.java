package dev.atmar.cli;

import dev.atmar.app.LabSession;
import dev.atmar.lab.ComparisonRequest;
import dev.atmar.lab.ComparisonTable;
import dev.atmar.lab.Row;
import dev.atmar.lab.Way;
import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab}: the ways of waiting, side by side. */
@Command(
        name = "lab",
        description = {
            "Compare the ways of waiting: so many sleeps at once each way, and a neighbour who pings meanwhile.",
            "Two of the ways are serial: they take --concurrent times --ms each."
        })
final class LabCommand extends WatchedCommand {
    @Option(
            names = "--concurrent",
            paramLabel = "N",
            defaultValue = "" + ComparisonRequest.DEFAULT_CONCURRENT,
            description = "sleeps at once (default: ${DEFAULT-VALUE})")
    private int concurrent;

    @Option(
            names = "--ms",
            paramLabel = "MS",
            defaultValue = "" + ComparisonRequest.DEFAULT_MS,
            description = "how long each sleeps, in milliseconds (default: ${DEFAULT-VALUE})")
    private long ms;

    @Option(
            names = "--way",
            paramLabel = "WAY",
            description = "one way to measure; may be repeated (default: all of them)")
    private List<String> ways = new ArrayList<>();

    @Option(
            names = "--url",
            paramLabel = "URL",
            converter = BaseUrls.class,
            description = "base URL of a lab that runs already (default: one is started for this)")
    private String url;

    @Override
    public Integer call() throws Exception {
        ComparisonRequest wanted = new ComparisonRequest(ways(), concurrent, ms);
        ComparisonRequest request = url == null ? wanted.within(settings().lab()) : wanted;
        LabSession session =
                Waiting.on(url == null ? LabSession.embedded(settings().lab()) : LabSession.at(url));
        List<Row> rows = new ArrayList<>();
        try {
            say("lab: " + request.ways().size() + " ways, " + concurrent + " at once, " + ms + " ms each");
            Waiting.on(session.compare(request, row -> add(rows, row)));
        } finally {
            Waiting.on(session.close());
        }
        print(isJson() ? toJson(rows) : ComparisonTable.of(rows));
        return rows.stream().allMatch(row -> row.errors().isEmpty()) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<Way> ways() {
        return ways.isEmpty()
                ? List.of(Way.values())
                : ways.stream().map(LabCommand::way).toList();
    }

    private static Way way(String label) {
        return Way.labelled(label)
                .orElseThrow(() ->
                        new SettingsException("--way", "value: " + label + " (expected: one of " + Way.labels() + ")"));
    }

    private void add(List<Row> rows, Row row) {
        rows.add(row);
        say("lab: " + row.way().label() + ": " + row.verdict());
    }

    private static String toJson(List<Row> rows) {
        JsonArray list = new JsonArray();
        rows.forEach(row -> list.add(row.toJson()));
        return new JsonObject().put("rows", list).encode();
    }
}
