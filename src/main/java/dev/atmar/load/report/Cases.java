package dev.atmar.load.report;

import dev.atmar.load.report.JUnitReport.Case;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a run, from its summary: those that every run has, then the SLO's, then the thresholds. */
final class Cases {
    private final JsonObject summary;
    private final List<Case> cases = new ArrayList<>();

    private Cases(JsonObject summary) {
        this.summary = summary;
    }

    static List<Case> of(JsonObject summary) {
        Cases all = new Cases(summary);
        all.add("requests succeeded", all.noneSucceeded());
        all.add("the run came to its end", all.cutShort());
        all.add("the client was not the bottleneck", all.invalid());
        all.addSlo();
        all.addThresholds();
        return all.cases;
    }

    private void add(String name, String failure) {
        cases.add(new Case(name, failure));
    }

    private String noneSucceeded() {
        boolean some = summary.getLong("ok") > 0;
        return some ? null : "none of " + summary.getLong("requests") + " requests succeeded: " + errors();
    }

    private String errors() {
        return summary.getJsonObject("errors").encode();
    }

    private String cutShort() {
        String aborted = summary.getString("aborted_because");
        if (aborted != null) {
            return "aborted: " + aborted;
        }
        return summary.getBoolean("cancelled") ? "the run was cut short" : null;
    }

    private String invalid() {
        if (summary.getBoolean("valid")) {
            return null;
        }
        List<String> reasons = summary.getJsonArray("invalid_because").stream()
                .map(Object::toString)
                .toList();
        return String.join("; ", reasons);
    }

    private void addSlo() {
        JsonObject slo = summary.getJsonObject("slo");
        JsonArray terms = slo == null ? null : slo.getJsonArray("terms");
        for (int i = 0; terms != null && i < terms.size(); i++) {
            JsonObject term = terms.getJsonObject(i);
            boolean met = term.getBoolean("met", true);
            add("slo: " + term.getString("term"), met ? null : "not kept" + was(Verdicts.ofTerm(term)));
        }
    }

    private void addThresholds() {
        JsonArray thresholds = summary.getJsonArray("thresholds");
        for (int i = 0; thresholds != null && i < thresholds.size(); i++) {
            JsonObject threshold = thresholds.getJsonObject(i);
            boolean breached = threshold.getBoolean("breached");
            String condition = threshold.getString("condition");
            add(
                    "fail-if: " + condition,
                    breached ? "breached: " + condition + was(Verdicts.ofThreshold(threshold)) : null);
        }
    }

    private static String was(String found) {
        return found.isEmpty() ? "" : ": " + found;
    }
}
