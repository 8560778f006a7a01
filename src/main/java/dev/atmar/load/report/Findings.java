package dev.atmar.load.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/** What each chart shows, as a sentence: for those who cannot see it, and as its reading for all others. */
final class Findings {
    private Findings() {}

    /** {@code {CHART: a sentence}}; charts without data have none. */
    static JsonObject of(JsonObject result, JsonObject waterfall) {
        JsonObject summary = Json.object(result, "summary");
        JsonObject timeline = Json.object(result, "timeline");
        JsonObject findings = new JsonObject()
                .put("tasks", tasks(summary, Json.objects(result, "tasks")))
                .put("throughput", throughput(summary))
                .put("latency", latency(timeline))
                .put("percentiles", percentiles(summary));
        if (!waterfall.isEmpty()) {
            findings.put("waterfall", waterfall(waterfall));
        }
        if (Json.number(Json.object(summary, "ttft_ms"), "p50") >= 0) {
            findings.put("tokens", tokens(summary));
        }
        return findings;
    }

    private static String tasks(JsonObject summary, List<JsonObject> tasks) {
        String finding = Concurrency.of(tasks).finding();
        double all = Json.number(summary, "requests");
        long failed =
                tasks.stream().filter(task -> task.getValue("error") != null).count();
        return finding
                + (failed > 0
                        ? " " + Figures.count(failed) + " of " + Figures.of(tasks.size(), "task") + " failed."
                        : "")
                + (all > tasks.size()
                        ? " These are the first " + tasks.size() + " of " + Figures.count(all) + "."
                        : "");
    }

    private static String throughput(JsonObject summary) {
        return Figures.of(Json.number(summary, "requests"), "request") + " ended in "
                + Figures.time(Json.number(summary, "elapsed_ms")) + ": "
                + Figures.digits(Json.number(summary, "rate")) + " a second, at most "
                + Figures.count(Json.number(summary, "peak_in_flight")) + " in flight. " + errors(summary);
    }

    private static String errors(JsonObject summary) {
        JsonObject errors = Json.object(summary, "errors");
        if (errors.isEmpty()) {
            return "None failed.";
        }
        return errors.fieldNames().stream()
                .map(kind -> Figures.count(Json.number(errors, kind)) + " " + kind.replace('_', ' '))
                .collect(Collectors.joining(", ", "Failed: ", "."));
    }

    private static String latency(JsonObject timeline) {
        JsonObject response = Json.object(timeline, "response_ms");
        List<Double> worst = Json.numbers(response, "p99");
        if (worst.isEmpty()) {
            return "No request succeeded: there is no response time to show.";
        }
        List<Double> sorted = worst.stream().sorted().toList();
        double typical = sorted.get((sorted.size() - 1) / 2);
        double top = sorted.get(sorted.size() - 1);
        if (top > 2 * typical) {
            double seconds = indexOf(Json.list(response, "p99"), top) * Json.number(timeline, "interval_ms") / 1000;
            return "The p99 of the response time was typically " + Figures.time(typical) + ", and rose to "
                    + Figures.time(top) + " for requests that were due " + Figures.digits(seconds) + " s into the run.";
        }
        if (Figures.time(sorted.get(0)).equals(Figures.time(top))) {
            return "The p99 of the response time was " + Figures.time(top) + " throughout.";
        }
        return "The p99 of the response time stayed between " + Figures.time(sorted.get(0)) + " and "
                + Figures.time(top) + ".";
    }

    private static int indexOf(JsonArray list, double value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.getValue(i) instanceof Number number && number.doubleValue() == value) {
                return i;
            }
        }
        return 0;
    }

    private static String percentiles(JsonObject summary) {
        JsonObject response = Json.object(summary, "response_ms");
        double median = Json.number(response, "p50");
        if (Double.isNaN(median)) {
            return "No request succeeded: there is no response time to show.";
        }
        double service = Json.number(Json.object(summary, "service_ms"), "p99");
        double waited = Json.number(response, "p99") - service;
        return "Half of the requests took " + Figures.time(median) + " or less, one in a hundred "
                + Figures.time(Json.number(response, "p99")) + " or more, the slowest "
                + Figures.time(Json.number(response, "max")) + ". "
                + (waited > 0.1 * service
                        ? "Counted from the send the p99 is " + Figures.time(service)
                                + ": the rest was spent waiting to be sent."
                        : "Hardly any of it was spent waiting to be sent.");
    }

    private static String waterfall(JsonObject waterfall) {
        JsonObject longest = null;
        String where = "";
        for (JsonObject row : Json.objects(waterfall, "rows")) {
            for (JsonObject part : Json.objects(row, "parts")) {
                boolean inside = !row.getString("name").equals(Waterfall.CLIENT)
                        && !part.getString("part").equals(Waterfall.DOWNSTREAM);
                if (inside && (longest == null || Json.number(part, "ms") > Json.number(longest, "ms"))) {
                    longest = part;
                    where = row.getString("name");
                }
            }
        }
        String whole = "The median request took " + Figures.time(Json.number(waterfall, "ms")) + ". ";
        return longest == null
                ? whole + "No hop told of a wait or of work of its own."
                : whole + "Of what the hops told, the most was " + Figures.time(Json.number(longest, "ms")) + " in "
                        + where + " (" + longest.getString("part") + ").";
    }

    private static String tokens(JsonObject summary) {
        JsonObject first = Json.object(summary, "ttft_ms");
        double gap = Json.number(Json.object(summary, "itl_ms"), "p50");
        return "Half of the answers began within " + Figures.time(Json.number(first, "p50")) + ", 99 in 100 within "
                + Figures.time(Json.number(first, "p99")) + "."
                + (gap >= 0 ? " Then a piece came every " + Figures.time(gap) + " (median)." : "");
    }
}
