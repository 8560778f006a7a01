package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * What the client itself had to do, over the measured time.
 *
 * @param cpuPercent of all cores, by the whole process
 * @param loopCpuPercent of one core, by the run's event loop
 * @param loopLagMillis the longest that the event loop came too late, because of the machine or the garbage collector, too
 * @param connectionsOpened by the run, the warm-up's included
 */
public record Client(double cpuPercent, double loopCpuPercent, double loopLagMillis, long connectionsOpened) {
    static final Client NONE = new Client(0, 0, 0, 0);

    private static final Set<String> FIELDS =
            Set.of("cpu_percent", "loop_cpu_percent", "loop_lag_ms", "connections_opened");

    /** Of several clients: the worst of them, and all connections. */
    Client and(Client other) {
        return new Client(
                Math.max(cpuPercent, other.cpuPercent),
                Math.max(loopCpuPercent, other.loopCpuPercent),
                Math.max(loopLagMillis, other.loopLagMillis),
                connectionsOpened + other.connectionsOpened);
    }

    JsonObject toJson() {
        return new JsonObject()
                .put("cpu_percent", cpuPercent)
                .put("loop_cpu_percent", loopCpuPercent)
                .put("loop_lag_ms", loopLagMillis)
                .put("connections_opened", connectionsOpened);
    }

    static Client fromJson(JsonFields json) {
        json.refuseUnknown(FIELDS);
        return new Client(
                Pace.number(json, "cpu_percent"),
                Pace.number(json, "loop_cpu_percent"),
                Pace.number(json, "loop_lag_ms"),
                Counts.number(json, "connections_opened"));
    }
}
