package dev.atmar.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of the median request through the hops, as its {@code Server-Timing} tells it. Lengths are measured; where a
 * hop begins is not told, so each is drawn to begin when the one around it had done with waiting.
 */
final class Waterfall {
    static final String CLIENT = "client";
    static final String DOWNSTREAM = "downstream";

    /** What may follow a hop's name after the last dot, and how it is called. The order is that of the events. */
    private static final List<Map.Entry<String, String>> PARTS =
            List.of(Map.entry("q", "queue"), Map.entry("pool", "pool"), Map.entry("down", DOWNSTREAM));

    private static final String LAG = "loop";
    private static final String WHOLE = "";

    /** What one hop told: milliseconds by part. */
    private record Hop(String name, Map<String, Double> times) {
        private double time(String part) {
            return times.getOrDefault(part, 0.0);
        }
    }

    private Waterfall() {}

    /**
     * {@code {"task_id", "ms", "rows": [{"name", "parts": [{"part", "from", "ms"}]}]}}, times from when the request was
     * due; empty where no answer told of a hop.
     */
    static JsonObject of(List<JsonObject> tasks) {
        List<JsonObject> telling = tasks.stream()
                .filter(task -> task.getValue("error") == null
                        && !Json.list(task, "hops").isEmpty())
                .sorted(Comparator.comparingDouble(Waterfall::service))
                .toList();
        return telling.isEmpty() ? new JsonObject() : draw(telling.get((telling.size() - 1) / 2));
    }

    private static double service(JsonObject task) {
        return Json.number(task, "end") - Json.number(task, "sent");
    }

    private static JsonObject draw(JsonObject task) {
        double intended = Json.number(task, "intended");
        double sent = Json.number(task, "sent") - intended;
        double firstByte = Json.number(task, "first_byte") - intended;
        double end = Json.number(task, "end") - intended;
        JsonArray client = new JsonArray()
                .add(part("queue", 0, sent))
                .add(part("wait", sent, firstByte - sent))
                .add(part("receive", firstByte, end - firstByte));
        JsonArray rows = new JsonArray().add(row(CLIENT, client));
        double at = sent;
        for (Hop hop : hops(Json.objects(task, "hops"))) {
            rows.add(row(hop.name(), parts(hop, at)));
            at += hop.time("q") + hop.time("pool");
        }
        return new JsonObject()
                .put("task_id", task.getString("task_id"))
                .put("ms", end)
                .put("rows", rows);
    }

    /** Outermost first: by their whole times where all tell them, else as the header has them. */
    private static List<Hop> hops(List<JsonObject> entries) {
        List<Hop> hops = new ArrayList<>();
        entries.forEach(entry -> place(entry.getString("name"), Json.number(entry, "ms"), hops));
        hops.removeIf(hop -> hop.times().keySet().equals(Set.of(LAG)));
        if (hops.stream().allMatch(hop -> hop.times().containsKey(WHOLE))) {
            hops.sort(Comparator.comparingDouble(hop -> -hop.time(WHOLE)));
        }
        return hops;
    }

    /** The same part of the same name a second time is another hop of that name. */
    private static void place(String entry, double millis, List<Hop> hops) {
        int dot = entry.lastIndexOf('.');
        boolean isPart = dot > 0 && isPart(entry.substring(dot + 1));
        String name = isPart ? entry.substring(0, dot) : entry;
        String part = isPart ? entry.substring(dot + 1) : WHOLE;
        hops.stream()
                .filter(hop -> hop.name().equals(name) && !hop.times().containsKey(part))
                .findFirst()
                .orElseGet(() -> added(new Hop(name, new HashMap<>()), hops))
                .times()
                .put(part, millis);
    }

    private static Hop added(Hop hop, List<Hop> hops) {
        hops.add(hop);
        return hop;
    }

    private static boolean isPart(String word) {
        return word.equals(LAG) || PARTS.stream().anyMatch(part -> part.getKey().equals(word));
    }

    private static JsonArray parts(Hop hop, double from) {
        JsonArray parts = new JsonArray();
        double at = from;
        for (Map.Entry<String, String> kind : PARTS) {
            double millis = hop.time(kind.getKey());
            if (millis > 0) {
                parts.add(part(kind.getValue(), at, millis));
                at += millis;
            }
        }
        double rest = hop.time(WHOLE) - (at - from);
        return rest > 0 ? parts.add(part("own", at, rest)) : parts;
    }

    private static JsonObject row(String name, JsonArray parts) {
        return new JsonObject().put("name", name).put("parts", parts);
    }

    private static JsonObject part(String part, double from, double millis) {
        return new JsonObject().put("part", part).put("from", from).put("ms", Math.max(0, millis));
    }
}
