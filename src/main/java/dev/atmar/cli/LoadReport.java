package dev.atmar.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** A load run's summary, as a person reads it. */
final class LoadReport {
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");

    private LoadReport() {}

    static String of(String url, JsonObject summary) {
        StringBuilder text = new StringBuilder();
        text.append(line(
                "%d requests to %s in %s, %.1f/s, at most %d in flight%s",
                summary.getLong("requests"),
                url,
                Millis.text(summary.getDouble("elapsed_ms")),
                summary.getDouble("rate"),
                summary.getLong("peak_in_flight"),
                summary.getBoolean("cancelled") ? " (cut short)" : ""));
        text.append(line("ok %d, errors %s", summary.getLong("ok"), errors(summary.getJsonObject("errors"))));
        text.append(line("%-13s%10s%10s%10s%10s%10s", "", "p50", "p90", "p99", "p99.9", "max"));
        text.append(row("response", summary.getJsonObject("response_ms")));
        text.append(row("service", summary.getJsonObject("service_ms")));
        text.append(row("send lag", summary.getJsonObject("send_lag_ms")));
        if (!summary.getBoolean("valid")) {
            text.append(line("INVALID: %s", reasons(summary.getJsonArray("invalid_because"))));
        }
        return text.toString().stripTrailing();
    }

    private static String errors(JsonObject byKind) {
        if (byKind.isEmpty()) {
            return "0";
        }
        StringBuilder text = new StringBuilder();
        byKind.forEach(entry -> text.append(text.isEmpty() ? "" : ", ")
                .append(entry.getKey())
                .append(' ')
                .append(entry.getValue()));
        return text.toString();
    }

    private static String row(String name, JsonObject times) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-13s", name));
        PERCENTILES.forEach(
                percentile -> row.append(String.format(Locale.ROOT, "%10s", Millis.text(times.getDouble(percentile)))));
        return row.append(System.lineSeparator()).toString();
    }

    private static String reasons(JsonArray reasons) {
        return String.join("; ", reasons.stream().map(Object::toString).toList());
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + System.lineSeparator();
    }
}
