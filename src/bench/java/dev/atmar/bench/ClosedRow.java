package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of one peer beside those of the two it is compared with.
 *
 * @param nginx its rounds
 * @param direct those of the upstream without a relay; null where it was not called
 */
record ClosedRow(
        ClosedRounds.Size size, int connections, Peer peer, List<Cost> rounds, List<Cost> nginx, List<Cost> direct) {
    static List<ClosedRow> of(ClosedRounds.Size size, int connections, Map<Peer, List<Cost>> costs) {
        List<Cost> nginx = named("nginx", costs);
        List<Cost> direct = named("direct", costs);
        return costs.entrySet().stream()
                .map(entry -> new ClosedRow(size, connections, entry.getKey(), entry.getValue(), nginx, direct))
                .toList();
    }

    private static List<Cost> named(String name, Map<Peer, List<Cost>> costs) {
        return costs.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /**
     * @param isBesideDirect whether the upstream was called without a relay, too
     */
    static String[] columns(boolean isBesideDirect) {
        String columns = ",requests/s,p50 us,p99 us,p99.9 us,CPU us/req,to nginx,peak RSS,errors";
        return (isBesideDirect ? columns + ",added p50 us,added p99 us" : columns).split(",");
    }

    String[] cells() {
        List<String> cells = new ArrayList<>(List.of(
                peer.name(),
                Table.count(rate()),
                Table.count(p50()),
                Table.count(p99()),
                Table.count(Median.of(rounds, cost -> cost.wrk().p999Micros())),
                peer.isRelay() ? Table.fixed(cpu(), 1) : Table.NOTHING,
                Table.times(cpuToNginx()),
                Table.megabytes(peak()),
                Table.count(errors())));
        if (direct != null) {
            cells.add(Table.fixed(added(cost -> cost.wrk().p50Micros()), 0));
            cells.add(Table.fixed(added(cost -> cost.wrk().p99Micros()), 0));
        }
        return cells.toArray(String[]::new);
    }

    JsonObject toJson() {
        JsonArray each = new JsonArray();
        rounds.forEach(cost -> each.add(new JsonObject()
                .put("requests_per_second", cost.wrk().rate())
                .put("p50_us", cost.wrk().p50Micros())
                .put("p99_us", cost.wrk().p99Micros())
                .put("p999_us", cost.wrk().p999Micros())
                .put("cpu_us_per_request", cost.cpuMicros())
                .put("peak_rss_bytes", cost.peakBytes())
                .put("requests", cost.wrk().requests())
                .put("errors", cost.wrk().errors())));
        return new JsonObject()
                .put("peer", peer.name())
                .put("bodies", size.name().toLowerCase(Locale.ROOT))
                .put("connections", connections)
                .put("requests_per_second", rate())
                .put("p50_us", p50())
                .put("p99_us", p99())
                .put("p999_us", Median.of(rounds, cost -> cost.wrk().p999Micros()))
                .put("cpu_us_per_request", peer.isRelay() ? cpu() : null)
                .put("cpu_to_nginx", orNull(cpuToNginx()))
                .put("peak_rss_bytes", peak())
                .put("errors", errors())
                .put("added_p50_us", orNull(added(cost -> cost.wrk().p50Micros())))
                .put("added_p99_us", orNull(added(cost -> cost.wrk().p99Micros())))
                .put("rounds", each);
    }

    private double rate() {
        return Median.of(rounds, cost -> cost.wrk().rate());
    }

    private double p50() {
        return Median.of(rounds, cost -> cost.wrk().p50Micros());
    }

    private double p99() {
        return Median.of(rounds, cost -> cost.wrk().p99Micros());
    }

    private double cpu() {
        return Median.of(rounds, Cost::cpuMicros);
    }

    private double cpuToNginx() {
        return peer.isRelay() ? cpu() / Median.of(nginx, Cost::cpuMicros) : Double.NaN;
    }

    private double peak() {
        return rounds.stream().mapToLong(Cost::peakBytes).max().orElse(0);
    }

    private long errors() {
        return rounds.stream().mapToLong(cost -> cost.wrk().errors()).sum();
    }

    private double added(ToDoubleFunction<Cost> value) {
        return peer.isRelay() && direct != null ? Median.of(rounds, value) - Median.of(direct, value) : Double.NaN;
    }

    private static Double orNull(double value) {
        return Double.isNaN(value) ? null : Double.valueOf(value);
    }
}
