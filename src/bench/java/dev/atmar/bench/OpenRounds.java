package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** So many requests a second at each peer in turn, whether or not answers have come. */
final class OpenRounds {
    private final Scratch scratch;
    private final List<Peer> peers;
    private final double seconds;
    private final int rounds;

    OpenRounds(Scratch scratch, List<Peer> peers, double seconds, int rounds) {
        this.scratch = scratch;
        this.peers = peers;
        this.seconds = seconds;
        this.rounds = rounds;
    }

    void run(int rate, int connections, JsonObject report) throws IOException, InterruptedException {
        Map<Peer, List<JsonObject>> results = new LinkedHashMap<>();
        Driver driver = Driver.start(scratch);
        for (int round = 0; round <= rounds; round++) {
            for (Peer peer : peers) {
                BenchCommand.progress(
                        "open model, %d/s, %s: %s", rate, round == 0 ? "warm-up" : "round " + round, peer.name());
                JsonObject result = driver.run(job(peer, rate, connections));
                if (round > 0) {
                    results.computeIfAbsent(peer, key -> new ArrayList<>()).add(result);
                }
            }
        }
        print(rate, connections, results, report);
    }

    private JsonObject job(Peer peer, int rate, int connections) {
        return new JsonObject()
                .put("kind", "open")
                .put("url", peer.url())
                .put("body", peer.bodies().of(Bodies.question(ClosedRounds.Size.SMALL.question())))
                .put("rate", rate)
                .put("connections", connections)
                .put("seconds", seconds);
    }

    private void print(int rate, int connections, Map<Peer, List<JsonObject>> results, JsonObject report) {
        System.out.printf(
                "Open model: %,d requests a second over %d connections, small bodies, times from when a request was due;%n"
                        + "medians of %d x %s s in turn, after one round to warm the driver; each connection was used once before. The send lag is the driver's own%n",
                rate, connections, rounds, Table.fixed(seconds, 1));
        Table table =
                new Table("", "p50 us", "p99 us", "p99.9 us", "p99 to nginx", "send lag p99 us", "sent", "errors");
        JsonArray rows = new JsonArray();
        double nginx = median(results.get(peers.get(0)), "p99_us");
        results.forEach((peer, each) -> {
            double sum =
                    each.stream().mapToLong(result -> result.getLong("errors")).sum();
            table.row(
                    peer.name(),
                    Table.count(median(each, "p50_us")),
                    Table.count(median(each, "p99_us")),
                    Table.count(median(each, "p999_us")),
                    Table.times(median(each, "p99_us") / nginx),
                    Table.count(median(each, "send_lag_p99_us")),
                    Table.count(each.stream()
                            .mapToLong(result -> result.getLong("sent"))
                            .sum()),
                    Table.count(sum));
            rows.add(new JsonObject()
                    .put("peer", peer.name())
                    .put("p50_us", median(each, "p50_us"))
                    .put("p99_us", median(each, "p99_us"))
                    .put("p999_us", median(each, "p999_us"))
                    .put("p99_to_nginx", median(each, "p99_us") / nginx)
                    .put("send_lag_p99_us", median(each, "send_lag_p99_us"))
                    .put("errors", (long) sum)
                    .put("rounds", new JsonArray(each)));
        });
        System.out.println(table);
        report.put(
                "open",
                new JsonObject()
                        .put("rate", rate)
                        .put("connections", connections)
                        .put("rounds", rounds)
                        .put("seconds", seconds)
                        .put("rows", rows));
    }

    private static double median(List<JsonObject> results, String key) {
        ToDoubleFunction<JsonObject> value = result -> result.getDouble(key);
        return Median.of(results, value);
    }
}
