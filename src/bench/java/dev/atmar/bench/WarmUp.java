package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The load that a JVM is given before it is measured, and what a request cost it at the end. */
final class WarmUp {
    private static final double SLICE_SECONDS = 1;

    private WarmUp() {}

    /** Of each of atmar's routes, one after the other. */
    static void of(Scratch scratch, List<Peer> peers, double seconds, int connections, JsonObject report)
            throws IOException, InterruptedException {
        JsonObject costs = new JsonObject();
        for (Peer peer : peers) {
            if (peer.name().startsWith("atmar")) {
                costs.put(peer.name(), warm(scratch, peer, seconds, connections));
            }
        }
        report.put("warm_up", new JsonObject().put("seconds_each", seconds).put("cpu_us_at_end", costs));
        System.out.printf(
                "Warmed first: each of atmar's routes for %s s at %d connections; at the end of that a request cost it, in CPU us of%n"
                        + "the second before the last and of the last: %s%n%n",
                Table.fixed(seconds, 1), connections, text(costs));
    }

    private static String text(JsonObject costs) {
        return costs.stream().map(cost -> cost.getKey() + " " + cost.getValue()).collect(Collectors.joining("; "));
    }

    private static String warm(Scratch scratch, Peer peer, double seconds, int connections)
            throws IOException, InterruptedException {
        BenchCommand.progress("warming %s for %.1f s", peer.name(), seconds);
        Path body = scratch.write("warm-up.json", peer.bodies().of(Bodies.question(200, "\"delay_ms\":0,")));
        double slice = Math.min(SLICE_SECONDS, seconds / 4);
        Wrk.run(scratch, peer.url(), body, connections, seconds - 2 * slice);
        double before = Cost.micros(scratch, peer, body, connections, slice);
        double last = Cost.micros(scratch, peer, body, connections, slice);
        return Table.fixed(before, 1) + ", " + Table.fixed(last, 1);
    }
}
