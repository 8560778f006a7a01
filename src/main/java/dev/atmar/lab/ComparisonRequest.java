package dev.atmar.lab;

import dev.atmar.http.ApiException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is to be compared.
 *
 * @param ways in the order in which they are to be measured, each once
 * @param concurrent requests fired at once
 * @param ms how long each sleeps, in milliseconds; it should be well above the time that so many pings take
 */
public record ComparisonRequest(List<Way> ways, int concurrent, long ms) {
    public static final int DEFAULT_CONCURRENT = 30;
    public static final long DEFAULT_MS = 5000;
    public static final int MOST_CONCURRENT = 10_000;
    public static final long MOST_MS = 60_000;

    private static final Set<String> KEYS = Set.of("ways", "concurrent", "ms");

    /**
     * @throws ApiException 400 for a value out of its range, naming the field
     */
    public ComparisonRequest {
        ways = ways.stream().distinct().toList();
        if (ways.isEmpty()) {
            throw ApiException.badRequest("ways", "none (expected: some of " + Way.labels() + ")");
        }
        between("concurrent", concurrent, MOST_CONCURRENT);
        between("ms", ms, MOST_MS);
    }

    /**
     * Reads {@code {"ways"?: […], "concurrent"?, "ms"?}}; ways left out are all of them.
     *
     * @param message what came over the event bus
     * @throws ApiException 400 for what is not of that shape, naming the field
     */
    public static ComparisonRequest of(Object message) {
        if (!(message instanceof JsonObject json)) {
            throw ApiException.badRequest("body", "not a JSON object");
        }
        for (String key : json.fieldNames()) {
            if (!KEYS.contains(key)) {
                throw ApiException.badRequest(key, "unknown field (expected: ways, concurrent, ms)");
            }
        }
        long concurrent = whole(json, "concurrent", DEFAULT_CONCURRENT);
        between("concurrent", concurrent, MOST_CONCURRENT);
        return new ComparisonRequest(ways(json.getValue("ways")), (int) concurrent, whole(json, "ms", DEFAULT_MS));
    }

    private static List<Way> ways(Object value) {
        if (value == null) {
            return List.of(Way.values());
        }
        if (!(value instanceof JsonArray list)) {
            throw ApiException.badRequest("ways", "not a list (expected: a list of names)");
        }
        List<Way> ways = new ArrayList<>();
        list.forEach(label -> ways.add(way(label)));
        return ways;
    }

    private static Way way(Object label) {
        return Way.labelled(String.valueOf(label))
                .orElseThrow(() -> ApiException.badRequest(
                        "ways", "value: " + label + " (expected: some of " + Way.labels() + ")"));
    }

    private static long whole(JsonObject json, String field, long fallback) {
        Object value = json.getValue(field);
        if (value == null) {
            return fallback;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw ApiException.badRequest(field, "value: " + value + " (expected: a whole number)");
    }

    private static void between(String field, long value, long most) {
        if (value < 1 || value > most) {
            throw ApiException.badRequest(field, "value: " + value + " (expected: 1 to " + most + ")");
        }
    }
}
