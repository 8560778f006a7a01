package dev.atmar.bench.exact;

import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;

/**
 * What a load client says of its run against an exact server, what the server says of it, and the control beside them.
 *
 * @param summary the client's
 * @param server its account of the requests that are in the summary
 * @param machine what a thread that only parks saw meanwhile
 */
public record Attempt(JsonObject summary, Account server, MachineLag.Seen machine) {
    private static final double QUIET_MILLIS = 1;
    private static final double QUIET_MOST_MILLIS = 5;

    /**
     * @param client carries out a run against the server, and gives its summary
     */
    public static Attempt at(ExactServer server, Callable<JsonObject> client) throws Exception {
        MachineLag lag = MachineLag.watching();
        try {
            JsonObject summary = client.call();
            return new Attempt(summary, server.account().last(summary.getLong("requests")), lag.stop());
        } finally {
            lag.stop();
        }
    }

    /** Whether the machine left a client and a server in peace. */
    public boolean wasQuiet() {
        return machine.p99() <= QUIET_MILLIS && machine.max() <= QUIET_MOST_MILLIS;
    }

    @Override
    public String toString() {
        return String.format("%s%n%s%n%s", summary.encode(), server, machine);
    }
}
