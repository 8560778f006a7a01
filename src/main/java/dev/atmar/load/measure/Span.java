package dev.atmar.load.measure;

import dev.atmar.http.json.JsonFields;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * The time in which was measured, in microseconds since 1970: from the end of the warm-up to the last answer. Those of
 * clients on several machines are as far apart as the machines' clocks are; how long each lasted is exact.
 */
public record Span(long from, long until) {
    private static final Set<String> FIELDS = Set.of("from_us", "until_us");

    /** From the first to the last of both. */
    Span and(Span other) {
        return new Span(Math.min(from, other.from), Math.max(until, other.until));
    }

    double millis() {
        return Math.max(0, until - from) / 1e3;
    }

    JsonObject toJson() {
        return new JsonObject().put("from_us", from).put("until_us", until);
    }

    static Span fromJson(JsonFields json) {
        json.refuseUnknown(FIELDS);
        return new Span(Counts.number(json, "from_us"), Counts.number(json, "until_us"));
    }
}
