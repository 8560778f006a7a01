package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code startup}: from the start of the process to its first answers. */
@Command(
        name = "startup",
        description =
                "Time from the start of atmar's process to its first answer of /health/ready, and to its first chat completion "
                        + "after that, with an archive of classes and without; and its memory then.")
final class StartupBench extends BenchCommand {
    @Option(names = "--rounds", description = "in turn; medians are shown (default: 9)")
    private Integer rounds;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description = "of classes; made when it is older than the jar or not there (default: target/atmar.jsa)")
    private Path archive;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        Path file = archive == null ? Project.archive() : archive.toAbsolutePath();
        int upstream = Ports.free();
        Nginx.upstream(scratch, upstream, 512);
        scratch.awaitListening();
        if (!isThere(file)) {
            progress("making %s", file);
            new Start(scratch, upstream, Start.training(file), java()).train();
        }
        Map<String, Start> ways = new LinkedHashMap<>();
        ways.put("without archive", new Start(scratch, upstream, Start.withoutArchive(), java()));
        ways.put("with archive", new Start(scratch, upstream, Start.with(file), java()));
        print(inTurn(ways), file, report);
    }

    private static boolean isThere(Path archive) throws IOException {
        return Files.exists(archive)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(Project.jar())) >= 0;
    }

    private Map<String, List<FirstAnswers>> inTurn(Map<String, Start> ways) throws Exception {
        Map<String, List<FirstAnswers>> results = new LinkedHashMap<>();
        for (int round = 1; round <= chosen(rounds, 9, 1); round++) {
            for (Map.Entry<String, Start> way : ways.entrySet()) {
                progress("round %d: %s", round, way.getKey());
                results.computeIfAbsent(way.getKey(), key -> new ArrayList<>())
                        .add(way.getValue().measure());
            }
        }
        return results;
    }

    private void print(Map<String, List<FirstAnswers>> results, Path file, JsonObject report) throws IOException {
        System.out.printf(
                "From the start of the process to its first answers, medians of %d in turn; archive %s, %s%n%n",
                chosen(rounds, 9, 1), file.getFileName(), Table.megabytes(Files.size(file)));
        Table table = new Table("", "/health/ready ms", "fastest", "slowest", "then first /v1 ms", "RSS then");
        JsonArray rows = new JsonArray();
        results.forEach((way, each) -> {
            double[] ready = each.stream()
                    .mapToDouble(FirstAnswers::readyMillis)
                    .sorted()
                    .toArray();
            double chat = Median.of(each, FirstAnswers::chatMillis);
            double memory = Median.of(each, FirstAnswers::residentBytes);
            table.row(
                    way,
                    Table.count(Median.of(each, FirstAnswers::readyMillis)),
                    Table.count(ready[0]),
                    Table.count(ready[ready.length - 1]),
                    Table.count(chat),
                    Table.megabytes(memory));
            rows.add(new JsonObject()
                    .put("way", way)
                    .put("ready_ms", Median.of(each, FirstAnswers::readyMillis))
                    .put("chat_ms", chat)
                    .put("rss_bytes", memory)
                    .put(
                            "rounds",
                            new JsonArray(
                                    each.stream().map(FirstAnswers::toJson).toList())));
        });
        System.out.println(table);
        report.put(
                "startup",
                new JsonObject().put("archive_bytes", Files.size(file)).put("rows", rows));
    }
}
