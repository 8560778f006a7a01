package dev.atmar.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slow}: thousands of calls in flight at once on an upstream that takes its time. */
@Command(
        name = "slow",
        description =
                "Slow calls at once through nginx, HAProxy and atmar, and without any of them: wall time, how many succeed, "
                        + "peak memory, memory a further call, CPU. The upstream and the caller are processes of their own.")
final class SlowBench extends BenchCommand {
    @Option(names = "--calls", split = ",", description = "at once (default: 300,1000,3000,9900; with --http2: 30000)")
    private List<Integer> calls;

    @Option(names = "--delay-ms", description = "of the upstream (default: 5000)")
    private Long delayMillis;

    @Option(
            names = "--http2",
            description = "streams of HTTP/2 without TLS, on both sides of HAProxy and of atmar's /v1/chat/completions")
    private boolean http2;

    @Option(names = "--h2-connections", defaultValue = "400", description = "of the caller, at most (default: 400)")
    private int http2Connections;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "of each of atmar's routes (default: 10)")
    private Double warmUp;

    @Override
    void run(Scratch scratch, JsonObject report) throws Exception {
        List<Integer> counts =
                chosen(calls, http2 ? List.of(30_000) : List.of(300, 1000, 3000, 9900), List.of(20, 100));
        int most = counts.stream().mapToInt(count -> count).max().orElse(1);
        checkDescriptors(http2 ? http2Connections : most);
        SlowPeers start = new SlowPeers(scratch, most, java());
        List<Peer> peers = http2 ? start.overHttp2() : start.overHttp1();
        Driver driver = Driver.start(scratch);
        scratch.awaitListening();
        warm(driver, peers, most);
        WarmUp.of(scratch, peers, chosen(warmUp, 10.0, 0.2), 30, report);
        print(inTurn(driver, peers, counts), counts, report);
    }

    private static void checkDescriptors(int connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long needed = 2L * connections + 150;
            if (system.getMaxFileDescriptorCount() < needed) {
                throw new IllegalArgumentException(connections + " calls need " + needed
                        + " open files in each relay (allowed: " + system.getMaxFileDescriptorCount() + ")");
            }
        }
    }

    /** The caller and the upstreams, too, are JVMs: without this, the first of the peers would be charged for theirs. */
    private void warm(Driver driver, List<Peer> peers, int most) throws IOException {
        int times = isShort() ? 1 : 10;
        progress("warming the caller and the upstreams: %d times each", times);
        for (Peer peer : peers) {
            for (int time = 0; time < times; time++) {
                driver.run(job(peer, Math.min(500, most), 0));
            }
        }
    }

    private JsonArray inTurn(Driver driver, List<Peer> peers, List<Integer> counts) throws IOException {
        JsonArray rows = new JsonArray();
        Map<Peer, JsonObject> fewest = new HashMap<>();
        for (int count : counts) {
            for (Peer peer : peers) {
                progress("%d calls: %s", count, peer.name());
                peer.forgetPeak();
                Usage before = peer.usage();
                JsonObject row = driver.run(job(peer, count, delay()));
                Usage after = peer.usage();
                row.put("peer", peer.name())
                        .put("calls", count)
                        .put("cpu_seconds", after.cpuSeconds() - before.cpuSeconds())
                        .put("rss_before_bytes", before.residentBytes())
                        .put("peak_rss_bytes", after.peakBytes());
                JsonObject first = fewest.putIfAbsent(peer, row);
                row.put("memory_per_further_call_bytes", peer.isRelay() ? further(first, row) : null);
                rows.add(row);
            }
        }
        return rows;
    }

    /** The peak beyond that of the fewest calls, or where there are no fewer, beyond what was there before. */
    private static double further(JsonObject fewest, JsonObject row) {
        return fewest == null
                ? (row.getDouble("peak_rss_bytes") - row.getDouble("rss_before_bytes")) / row.getInteger("calls")
                : (row.getDouble("peak_rss_bytes") - fewest.getDouble("peak_rss_bytes"))
                        / (row.getInteger("calls") - fewest.getInteger("calls"));
    }

    private JsonObject job(Peer peer, int count, long delay) {
        String fields = "\"delay_ms\":" + delay + ",";
        return new JsonObject()
                .put("kind", "slow")
                .put("url", peer.url())
                .put("body", peer.bodies().of(Bodies.question(200, fields)))
                .put("count", count)
                .put("http2", http2)
                .put("connections", http2Connections);
    }

    private long delay() {
        return chosen(delayMillis, 5000L, 300L);
    }

    private void print(JsonArray rows, List<Integer> counts, JsonObject report) {
        System.out.printf(
                "Calls at once on an upstream that answers after %,d ms, over %s; begun as fast as connections open, at most 500%n"
                        + "opening at a time. Memory a further call: the peak beyond that of %,d calls, for each call more%n%n",
                delay(),
                http2 ? "HTTP/2 without TLS on both sides, " + SlowLoad.STREAMS + " streams a connection" : "HTTP/1.1",
                counts.get(0));
        for (int count : counts) {
            Table table = new Table(
                    count + " calls",
                    "wall s",
                    "to HAProxy",
                    "succeeded",
                    "at once",
                    "p50 s",
                    "p99 s",
                    "peak RSS",
                    "KB/further call",
                    "CPU s");
            List<JsonObject> some = rows.stream()
                    .map(JsonObject.class::cast)
                    .filter(row -> row.getInteger("calls") == count)
                    .toList();
            double haProxy = some.stream()
                    .filter(row -> row.getString("peer").equals("HAProxy"))
                    .mapToDouble(row -> row.getDouble("wall_seconds"))
                    .findFirst()
                    .orElse(Double.NaN);
            some.forEach(row -> table.row(cells(row, haProxy)));
            System.out.print(table);
            some.stream()
                    .filter(row -> !row.getJsonObject("failures").isEmpty())
                    .forEach(row -> System.out.println(
                            "lost by " + row.getString("peer") + ": " + row.getJsonObject("failures")));
            System.out.println();
        }
        report.put(
                "slow",
                new JsonObject().put("delay_ms", delay()).put("http2", http2).put("rows", rows));
    }

    private static String[] cells(JsonObject row, double haProxy) {
        Double further = row.getDouble("memory_per_further_call_bytes");
        return new String[] {
            row.getString("peer"),
            Table.fixed(row.getDouble("wall_seconds"), 2),
            Table.times(row.getDouble("wall_seconds") / haProxy),
            Table.count(row.getInteger("succeeded")),
            Table.count(row.getInteger("peak_in_flight")),
            Table.fixed(row.getDouble("p50_us") / 1e6, 2),
            Table.fixed(row.getDouble("p99_us") / 1e6, 2),
            Table.megabytes(row.getDouble("peak_rss_bytes")),
            further == null ? Table.NOTHING : Table.fixed(further / 1024, 1),
            further == null ? Table.NOTHING : Table.fixed(row.getDouble("cpu_seconds"), 1)
        };
    }
}
