package dev.atmar.load;

import dev.atmar.bench.exact.Attempt;
import dev.atmar.bench.exact.ExactServer;
import dev.atmar.bench.exact.KnownLatency;
import io.vertx.core.json.JsonObject;

/** A plan carried out against a server of known latency: both in this JVM, on event loops of their own. */
final class MeasuredRun {
    private MeasuredRun() {}

    /**
     * @param plan without its address
     */
    static Attempt of(KnownLatency latency, JsonObject plan) throws Exception {
        try (ExactServer server = ExactServer.start(latency);
                JsonPlayer player = JsonPlayer.create()) {
            JsonObject whole = plan.copy()
                    .put("url", server.url())
                    .put("method", "GET")
                    .put("expect", "status")
                    .put("keep_results", false);
            return Attempt.at(server, () -> player.run(whole).summary().toJson());
        }
    }
}
