package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code streams}: what a relay adds to event streams, many at once. */
@Command(
        name = "streams",
        description =
                "Event streams at once through nginx, HAProxy and atmar's /v1/chat/completions, and without any of them: "
                        + "time to the first byte, delay of each chunk, gap added between chunks, lost streams, memory a stream, CPU.")
final class StreamsBench extends BenchCommand {
    private static final long START_WITHIN_MILLIS = 1000;

    @Option(names = "--streams", description = "at once (default: 1000)")
    private Integer streams;

    @Option(names = "--per-second", defaultValue = "20", description = "chunks of each stream (default: 20)")
    private int perSecond;

    @Option(names = "--seconds", description = "of each stream (default: 10)")
    private Double seconds;

    @Option(names = "--rounds", description = "in turn; medians are shown (default: 1)")
    private Integer rounds;

    /** The beginning of many streams at once is what takes longest to become warm. */
    private static final int WARM_UP_RUNS = 5;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "in five runs of all streams (default: 10)")
    private Double warmUp;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        int count = chosen(streams, 1000, 20);
        int upstream = Ports.free();
        UpstreamCommand.start(scratch, upstream);
        List<Peer> peers = peers(scratch, upstream, count);
        Driver driver = Driver.start(scratch);
        scratch.awaitListening();

        double warm = chosen(warmUp, 10.0, 0.2);
        for (Peer peer : peers) {
            for (int run = 1; run <= WARM_UP_RUNS; run++) {
                progress("warm-up %d of %d: %s", run, WARM_UP_RUNS, peer.name());
                driver.run(job(peer, count, warm / WARM_UP_RUNS));
            }
        }
        print(measured(driver, peers, count), count, warm, report);
    }

    private List<Peer> peers(Scratch scratch, int upstream, int count) throws IOException {
        int nginx = Ports.free();
        Child asNginx = Nginx.proxy(scratch, nginx, upstream, count + 64, "proxy_buffering off;");
        int haProxy = Ports.free();
        Child asHaProxy = HaProxy.start(scratch, haProxy, upstream, count + 64, false);
        int atmar = Ports.free();
        JsonObject account = new JsonObject().put("limit", 2 * count);
        Child asAtmar = AtmarServe.start(scratch, "atmar", atmar, upstream, java(), account, new JsonObject());
        return List.of(
                Peer.direct(upstream),
                Peer.relay("nginx", nginx, asNginx),
                Peer.relay("HAProxy", haProxy, asHaProxy),
                Peer.relay("atmar /v1", atmar, asAtmar));
    }

    private Map<Peer, List<JsonObject>> measured(Driver driver, List<Peer> peers, int count) throws IOException {
        Map<Peer, List<JsonObject>> results = new LinkedHashMap<>();
        for (int round = 1; round <= chosen(rounds, 1, 1); round++) {
            for (Peer peer : peers) {
                progress("%d streams, round %d: %s", count, round, peer.name());
                peer.forgetPeak();
                Usage before = peer.usage();
                JsonObject result = driver.run(job(peer, count, chosen(seconds, 10.0, 0.4)));
                Usage after = peer.usage();
                result.put("cpu_seconds", after.cpuSeconds() - before.cpuSeconds())
                        .put("rss_before_bytes", before.residentBytes())
                        .put("peak_rss_bytes", after.peakBytes())
                        .put("memory_per_stream_bytes", (after.peakBytes() - before.residentBytes()) / count);
                results.computeIfAbsent(peer, key -> new ArrayList<>()).add(result);
            }
        }
        return results;
    }

    private JsonObject job(Peer peer, int count, double length) {
        int chunks = Math.max(2, (int) Math.round(length * perSecond));
        String fields = "\"stream\":true,\"chunks\":" + chunks + ",\"chunk_ms\":" + 1000 / perSecond + ",";
        return new JsonObject()
                .put("kind", "streams")
                .put("url", peer.url())
                .put("body", peer.bodies().of(Bodies.question(200, fields)))
                .put("count", count)
                .put("chunks", chunks)
                .put("start_within_ms", isShort() ? 100 : START_WITHIN_MILLIS);
    }

    private void print(Map<Peer, List<JsonObject>> results, int count, double warm, JsonObject report) {
        System.out.printf(
                "%,d streams at once, %d chunks a second each, begun within a second; each peer warmed for %s s in five%n"
                        + "such runs; medians of %d in turn. Added: beyond the same without a relay. Delay: of a chunk, from its writing%n"
                        + "to its reading. Gap: by how much two chunks lie further apart than they were written%n%n",
                count, perSecond, Table.fixed(warm, 1), chosen(rounds, 1, 1));
        Table table = new Table(
                "",
                "first byte p50 ms",
                "p99",
                "added p99",
                "delay p50 ms",
                "p99",
                "added p99",
                "gap p50 ms",
                "p99",
                "added p99",
                "lost",
                "CPU s",
                "peak RSS",
                "KB/stream");
        JsonArray rows = new JsonArray();
        List<JsonObject> direct = results.entrySet().iterator().next().getValue();
        results.forEach((peer, each) -> {
            StreamRow row = new StreamRow(peer, each, direct);
            table.row(row.cells());
            rows.add(row.toJson());
        });
        System.out.println(table);
        report.put(
                "streams",
                new JsonObject()
                        .put("count", count)
                        .put("per_second", perSecond)
                        .put("warm_up_seconds", warm)
                        .put("rows", rows));
    }
}
