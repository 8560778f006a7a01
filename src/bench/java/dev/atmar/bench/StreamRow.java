package dev.atmar.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The rounds of one peer beside those without a relay.
 *
 * @param direct the rounds of the upstream itself
 */
record StreamRow(Peer peer, List<JsonObject> rounds, List<JsonObject> direct) {
    private static final List<String> TIMES = List.of(
            "first_byte_p50_us",
            "first_byte_p99_us",
            "delay_p50_us",
            "delay_p99_us",
            "gap_added_p50_us",
            "gap_added_p99_us");

    String[] cells() {
        return new String[] {
            peer.name(),
            millis("first_byte_p50_us"),
            millis("first_byte_p99_us"),
            added("first_byte_p99_us"),
            millis("delay_p50_us"),
            millis("delay_p99_us"),
            added("delay_p99_us"),
            millis("gap_added_p50_us"),
            millis("gap_added_p99_us"),
            added("gap_added_p99_us"),
            Table.count(lost()),
            peer.isRelay() ? Table.fixed(median("cpu_seconds"), 1) : Table.NOTHING,
            Table.megabytes(median("peak_rss_bytes")),
            peer.isRelay() ? Table.fixed(memory() / 1024, 1) : Table.NOTHING
        };
    }

    JsonObject toJson() {
        JsonObject row = new JsonObject().put("peer", peer.name()).put("lost", (long) lost());
        for (String time : TIMES) {
            row.put(time, median(time));
            row.put("relay_added_" + time, peer.isRelay() ? addedMicros(time) : null);
        }
        return row.put("cpu_seconds", peer.isRelay() ? median("cpu_seconds") : null)
                .put("peak_rss_bytes", median("peak_rss_bytes"))
                .put("memory_per_stream_bytes", peer.isRelay() ? memory() : null)
                .put("rounds", new JsonArray(rounds));
    }

    private double lost() {
        return rounds.stream().mapToInt(round -> round.getInteger("lost")).sum();
    }

    /** Of the first round: later ones find memory that is taken already. */
    private double memory() {
        return rounds.get(0).getDouble("memory_per_stream_bytes");
    }

    private String millis(String key) {
        return Table.fixed(median(key) / 1e3, 2);
    }

    private String added(String key) {
        return peer.isRelay() ? Table.fixed(addedMicros(key) / 1e3, 2) : Table.NOTHING;
    }

    private double addedMicros(String key) {
        return median(key) - Median.of(direct, round -> round.getDouble(key));
    }

    private double median(String key) {
        return Median.of(rounds, round -> round.getDouble(key));
    }
}
