package dev.atmar.lab;

import dev.atmar.http.ApiException;
import dev.atmar.http.OneLine;
import dev.atmar.http.json.JsonFields;
import dev.atmar.settings.LabSettings;
import java.util.List;
import java.util.Set;

/**
 * What is to be compared.
 *
 * @param ways in the order in which they are to be measured, each once
 * @param concurrent requests fired at once
 * @param ms how long each sleeps, in milliseconds; it should be well above the time that so many pings take. How much is
 *     too much only the lab knows: see {@link #within}
 */
public record ComparisonRequest(List<Way> ways, int concurrent, long ms) {
    public static final int DEFAULT_CONCURRENT = 30;
    public static final long DEFAULT_MS = 5000;
    public static final int MOST_CONCURRENT = 10_000;

    private static final Set<String> FIELDS = Set.of("ways", "concurrent", "ms");

    /**
     * @throws ApiException 400 for a value out of its range, naming the field
     */
    public ComparisonRequest {
        ways = ways.stream().distinct().toList();
        if (ways.isEmpty()) {
            throw ApiException.badRequest("ways", "none (expected: some of " + Way.labels() + ")");
        }
        between("concurrent", concurrent, MOST_CONCURRENT);
        between("ms", ms, Long.MAX_VALUE);
    }

    private static void between(String field, long value, long most) {
        if (value < 1 || value > most) {
            String range = most == Long.MAX_VALUE ? "at least 1" : "1 to " + most;
            throw ApiException.badRequest(field, "value: " + value + " (expected: " + range + ")");
        }
    }

    /**
     * Reads {@code {"ways"?: […], "concurrent"?, "ms"?}}; ways left out are all of them.
     *
     * @param message what came over the event bus
     * @param lab the settings of the lab that is to be asked
     * @throws ApiException 400 for what is not of that shape, or not within the lab's bounds, naming the field
     */
    public static ComparisonRequest of(Object message, LabSettings lab) {
        JsonFields fields = JsonFields.of(message);
        fields.refuseUnknown(FIELDS);
        List<Way> ways = fields.has("ways")
                ? fields.list("ways").stream().map(ComparisonRequest::way).toList()
                : List.of(Way.values());
        long concurrent = fields.number("concurrent", 1, MOST_CONCURRENT).orElse((long) DEFAULT_CONCURRENT);
        long ms = fields.number("ms", 1, lab.maxSleepMs()).orElse(Math.min(DEFAULT_MS, lab.maxSleepMs()));
        return new ComparisonRequest(ways, (int) concurrent, ms);
    }

    private static Way way(Object label) {
        return Way.labelled(String.valueOf(label))
                .orElseThrow(() -> ApiException.badRequest(
                        "ways",
                        "value: " + OneLine.of(String.valueOf(label)) + " (expected: some of " + Way.labels() + ")"));
    }

    /**
     * This request, if a lab with these settings sleeps so long.
     *
     * @throws ApiException 400 naming {@code ms} when it does not
     */
    public ComparisonRequest within(LabSettings lab) {
        between("ms", ms, lab.maxSleepMs());
        return this;
    }
}
