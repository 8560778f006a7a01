package dev.atmar.cli;

import dev.atmar.load.report.Distributions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What a load run found, as a person reads it: what was done, how long it took, what that is worth. */
final class LoadReport {
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");

    private final String target;
    private final JsonObject result;
    private final JsonObject summary;
    private final StringBuilder text = new StringBuilder();

    private LoadReport(String target, JsonObject result) {
        this.target = target;
        this.result = result;
        this.summary = result.getJsonObject("summary");
    }

    /**
     * @param target what was called, without any secret
     * @param result {@code {results, summary}}, with {@code histograms} for the picture
     * @param unicode whether block characters can be shown
     */
    static String of(String target, JsonObject result, boolean unicode) {
        LoadReport report = new LoadReport(target, result);
        report.addHeadline();
        report.addTable();
        report.text.append(LatencyPicture.of(Distributions.response(result), unicode));
        report.text.append(LoadJudgement.of(report.summary));
        return report.text.toString().stripTrailing();
    }

    private void addHeadline() {
        line(
                "%d requests to %s in %s, %.1f/s, at most %d in flight%s",
                summary.getLong("requests"),
                target,
                Millis.text(summary.getDouble("elapsed_ms")),
                summary.getDouble("rate"),
                summary.getLong("peak_in_flight"),
                ending());
        addSchedule();
        line("ok %d, errors %s", summary.getLong("ok"), errors(summary.getJsonObject("errors")));
    }

    private String ending() {
        if (summary.getString("aborted_because") != null) {
            return " (aborted)";
        }
        return summary.getBoolean("cancelled") ? " (cut short)" : "";
    }

    /** Of the open model: what was to be sent, beside what was. */
    private void addSchedule() {
        Double due = summary.getDouble("target_rate");
        if (due == null) {
            return;
        }
        Double sent = summary.getDouble("sent_rate");
        Long never = summary.getLong("not_sent");
        line(
                "due %.1f/s, sent %s%s",
                due,
                sent == null ? "-" : String.format(Locale.ROOT, "%.1f/s", sent),
                never == null || never == 0 ? "" : ", " + never + " NOT SENT");
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

    private void addTable() {
        line("%-13s%10s%10s%10s%10s%10s", "", "p50", "p90", "p99", "p99.9", "max");
        row("response", "response_ms");
        row("service", "service_ms");
        row("send lag", "send_lag_ms");
        if (hasTokens()) {
            row("first token", "ttft_ms");
            row("between", "itl_ms");
            row("per token", "tpot_ms");
            addTokens(summary.getJsonObject("tokens"));
        }
    }

    private boolean hasTokens() {
        JsonObject tokens = summary.getJsonObject("tokens");
        return tokens != null && tokens.getLong("output", 0L) > 0;
    }

    private void row(String name, String field) {
        JsonObject times = summary.getJsonObject(field);
        if (times == null) {
            return;
        }
        StringBuilder row = new StringBuilder();
        PERCENTILES.forEach(
                percentile -> row.append(String.format(Locale.ROOT, "%10s", Millis.text(times.getDouble(percentile)))));
        line("%-13s%s", name, row);
    }

    private void addTokens(JsonObject tokens) {
        JsonObject perRequest = tokens.getJsonObject("per_request_per_second");
        line(
                "%d tokens, %.1f/s in all%s (told by %s)",
                tokens.getLong("output"),
                tokens.getDouble("per_second"),
                perRequest == null
                        ? ""
                        : String.format(
                                Locale.ROOT, ", half of the requests above %.1f/s", perRequest.getDouble("p50")),
                tokens.getString("told_by"));
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
