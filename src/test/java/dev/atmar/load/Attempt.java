package dev.atmar.load;

import dev.atmar.bench.exact.Account;
import dev.atmar.bench.exact.ExactServer;
import dev.atmar.bench.exact.KnownLatency;
import dev.atmar.bench.exact.MachineLag;
import dev.atmar.load.measure.Summary;
import io.vertx.core.json.JsonObject;

/**
 * One plan carried out against an exact server, both on event loops of their own, and the control beside them.
 *
 * @param server its account of the requests that were summed up
 * @param machine what a thread that only parks saw meanwhile
 */
record Attempt(Summary summary, Account server, MachineLag.Seen machine) {
    private static final double QUIET_MILLIS = 1;

    /** The plan is without its address. */
    static Attempt at(KnownLatency latency, JsonObject plan) throws InterruptedException {
        try (ExactServer server = ExactServer.start(latency);
                JsonPlayer player = JsonPlayer.create()) {
            MachineLag lag = MachineLag.watching();
            JsonObject addressed = plan.copy()
                    .put("url", server.url())
                    .put("method", "GET")
                    .put("expect", "status")
                    .put("keep_results", false);
            Summary summary = player.run(addressed).summary();
            MachineLag.Seen seen = lag.stop();
            return new Attempt(summary, server.account().last(summary.requests()), seen);
        }
    }

    boolean wasQuiet() {
        return machine.p99() <= QUIET_MILLIS;
    }

    @Override
    public String toString() {
        return String.format("%s%n%s%n%s", summary.toJson().encode(), server, machine);
    }
}
