package dev.atmar.settings;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * The simulated DeepSeek.
 *
 * @param port 0 lets the system choose
 * @param latencyMs mean time of one answer, in milliseconds
 * @param spreadMs latency is uniform within {@code latencyMs} ± this
 * @param tokens length of an answer
 * @param accountLimit requests one account may have in flight; 0: none
 * @param knee requests in flight beyond which all share the capacity; 0: none
 * @param seed of every random choice
 * @param keepAliveMs time between blank lines (or {@code : keep-alive} comments) while an answer is awaited; 0: none
 * @param faults probability of each fault by its name, e.g. {@code {"http_500": 0.01}}
 * @param script faults for exact requests, counted from 1
 * @param silentMs how long a fault that falls silent keeps its connection open, in milliseconds
 * @param maxInFlight requests accepted at once; more are answered 503
 * @param maxAccounts accounts told apart; the keys of all others share one more
 * @param maxBodyBytes the longest request body
 */
public record SimulatorSettings(
        String host,
        int port,
        long latencyMs,
        long spreadMs,
        int tokens,
        int accountLimit,
        int knee,
        long seed,
        long keepAliveMs,
        Map<String, Double> faults,
        List<ScriptedFault> script,
        long silentMs,
        int maxInFlight,
        int maxAccounts,
        int maxBodyBytes) {
    /**
     * @throws SettingsException when a value is out of its range
     */
    public SimulatorSettings {
        Check.text("host", host);
        Check.port("port", port);
        Check.between("latency_ms", latencyMs, 0, 3_600_000);
        Check.between("spread_ms", spreadMs, 0, latencyMs);
        Check.between("tokens", tokens, 1, 100_000);
        Check.between("account_limit", accountLimit, 0, 1_000_000);
        Check.between("knee", knee, 0, 1_000_000);
        Check.between("keep_alive_ms", keepAliveMs, 0, 3_600_000);
        Check.between("silent_ms", silentMs, 1, 3_600_000);
        Check.between("max_in_flight", maxInFlight, 1, 1_000_000);
        Check.between("max_accounts", maxAccounts, 1, 1_000_000);
        Check.between("max_body_bytes", maxBodyBytes, 1, 1 << 30);
        faults = Map.copyOf(Check.present("faults", faults, "an object of probabilities"));
        faults.forEach(SimulatorSettings::checkProbability);
        script = List.copyOf(Check.present("script", script, "a list"));
    }

    private static void checkProbability(String fault, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new SettingsException("faults." + fault, "value: " + probability + " (expected: 0 to 1)");
        }
    }

    /**
     * A fault for one exact request.
     *
     * @param request the request's number, from 1, among those for a chat completion
     * @param fault the fault's name
     */
    public record ScriptedFault(long request, String fault) {
        /**
         * @throws SettingsException when a value is missing or out of its range
         */
        public ScriptedFault {
            Check.between("request", request, 1, Long.MAX_VALUE);
            Check.text("fault", fault);
        }
    }

    /**
     * The defaults with some keys changed, e.g. {@code {"port": 0, "latency_ms": 100, "spread_ms": 0}}.
     *
     * @throws SettingsException for an unknown key, a wrong type or a value out of range
     */
    public static SimulatorSettings of(JsonObject changes) {
        return SettingsReader.section("simulator", changes, SimulatorSettings.class);
    }

    /**
     * These settings with some keys changed; an object or a list is replaced whole.
     *
     * @throws SettingsException for an unknown key, a wrong type or a value out of range
     */
    public SimulatorSettings with(JsonObject changes) {
        return of(toJson().mergeIn(changes));
    }

    /** Every key with its value, as in {@code conf/atmar.json}. */
    public JsonObject toJson() {
        return SettingsReader.json(this);
    }
}
