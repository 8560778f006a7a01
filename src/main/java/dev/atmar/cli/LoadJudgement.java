package dev.atmar.cli;

import dev.atmar.load.report.Verdicts;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** What a load run's figures are worth: the goodput, the thresholds, and last and loudest whether they count at all. */
final class LoadJudgement {
    private final JsonObject summary;
    private final StringBuilder text = new StringBuilder();

    private LoadJudgement(JsonObject summary) {
        this.summary = summary;
    }

    /** Lines, or nothing where there is nothing to say. */
    static String of(JsonObject summary) {
        LoadJudgement judgement = new LoadJudgement(summary);
        judgement.addGoodput(summary.getJsonObject("slo"));
        judgement.addThresholds(summary.getJsonArray("thresholds"));
        judgement.addAborted();
        judgement.addInvalid();
        return judgement.text.toString();
    }

    private void addGoodput(JsonObject slo) {
        if (slo == null) {
            return;
        }
        Double share = slo.getDouble("share");
        line(
                "goodput %s (%d requests, %.1f/s) of %s",
                share == null ? "-" : String.format(Locale.ROOT, "%.1f %%", share * 100),
                slo.getLong("good"),
                slo.getDouble("rate"),
                slo.getString("text"));
        JsonArray terms = slo.getJsonArray("terms", new JsonArray());
        for (int i = 0; i < terms.size(); i++) {
            JsonObject term = terms.getJsonObject(i);
            String word = term.getBoolean("met", true) ? "ok" : "MISSED";
            judged("slo", term.getString("term"), word, Verdicts.ofTerm(term));
        }
    }

    private void addThresholds(JsonArray thresholds) {
        for (int i = 0; thresholds != null && i < thresholds.size(); i++) {
            JsonObject threshold = thresholds.getJsonObject(i);
            String word = threshold.getBoolean("breached") ? "BREACHED" : "ok";
            judged("fail-if", threshold.getString("condition"), word, Verdicts.ofThreshold(threshold));
        }
    }

    private void judged(String kind, String condition, String word, String found) {
        line("%-8s %-24s %-8s %s", kind, condition, word, found.isEmpty() ? "" : "(" + found + ")");
    }

    private void addAborted() {
        String reason = summary.getString("aborted_because");
        if (reason != null) {
            line("ABORTED: %s", reason);
        }
    }

    private void addInvalid() {
        if (!summary.getBoolean("valid")) {
            summary.getJsonArray("invalid_because").forEach(reason -> line("INVALID: %s", reason));
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
