package dev.atmar.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The load that a JVM is given before it is measured, and what a request cost it at the end. */
final class WarmUp {
    private static final double LAST_SECOND = 1;

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
                "warmed: each route of atmar for %s s at %d connections; CPU a request in the last two slices of it: %s us%n%n",
                Table.fixed(seconds, 1), connections, costs.encode());
    }

    private static String warm(Scratch scratch, Peer peer, double seconds, int connections)
            throws IOException, InterruptedException {
        BenchCommand.progress("warming %s for %.1f s", peer.name(), seconds);
        Path body = scratch.write("warm-up.json", peer.bodies().of(Bodies.question(200, "\"delay_ms\":0,")));
        double slice = Math.min(LAST_SECOND, seconds / 4);
        Wrk.run(scratch, peer.url(), body, connections, seconds - 2 * slice);
        double before = Cost.micros(scratch, peer, body, connections, slice);
        double last = Cost.micros(scratch, peer, body, connections, slice);
        return Table.fixed(before, 1) + ", " + Table.fixed(last, 1);
    }
}
