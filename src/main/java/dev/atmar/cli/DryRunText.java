package dev.atmar.cli;

import dev.atmar.cli.BatchText.Amounts;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a batch would do, as a person reads it. */
final class DryRunText {
    private static final int LONGEST_BODY = 1000;

    private DryRunText() {}

    static String of(JsonObject found) {
        StringBuilder text = new StringBuilder();
        text.append(line(
                "dry run: nothing is sent, nothing is written%s",
                found.getBoolean("running") ? " (another run holds the output now)" : ""));
        text.append(line(
                "tasks      %d (%s): %d done before, %d left%s",
                found.getLong("tasks"),
                found.getString("format"),
                found.getLong("before"),
                found.getLong("left"),
                failed(found)));
        if (found.getBoolean("appended")) {
            text.append(line("           the input has grown since the last run"));
        }
        if (found.getLong("bad_lines") > 0) {
            text.append(line("bad lines  %d, skipped", found.getLong("bad_lines")));
        }
        text.append(line("hosts      %s", counts(found.getJsonObject("hosts"))));
        text.append(line("models     %s", counts(found.getJsonObject("models"))));
        text.append(line("tokens     %s", tokens(found)));
        text.append(line("cost       %s", cost(found)));
        text.append(line("limits     %s", limits(found)));
        text.append(line("results    %s", found.getString("output")));
        text.append(line("failed     %s", found.getString("failed_file")));
        if (found.getJsonObject("first") != null) {
            text.append(request(found.getJsonObject("first")));
        }
        return text.toString();
    }

    private static String failed(JsonObject found) {
        long failed = found.getLong("failed_before");
        return failed == 0 ? "" : ", " + failed + " failed before";
    }

    private static String tokens(JsonObject found) {
        long unbounded = found.getLong("without_max_tokens");
        String most = "at most " + found.getLong("max_completion_tokens") + " out";
        String of = unbounded == 0 ? most : most + " where max_tokens is set; " + unbounded + " tasks set none";
        return "about " + found.getLong("prompt_tokens") + " in (bytes / 4), " + of;
    }

    private static String cost(JsonObject found) {
        if (found.getDouble("max_cost") == null) {
            return "unknown: no price of these models (--price, relay.accounts[].prices)";
        }
        String known = "about " + Amounts.money(found.getDouble("max_cost"));
        return found.getBoolean("cost_complete")
                ? "at most " + known
                : known + " and more: of some tasks the price, or the bound of the answer, is not known";
    }

    private static String limits(JsonObject found) {
        String limits = String.format(
                Locale.ROOT,
                "%s in flight, %s an attempt, %d retries",
                found.getString("concurrent"),
                Amounts.duration(found.getLong("timeout_ms")),
                found.getInteger("retries"));
        String rpm = found.getLong("rpm") == null ? "" : ", " + found.getLong("rpm") + " requests a minute";
        String tpm = found.getLong("tpm") == null ? "" : ", " + found.getLong("tpm") + " tokens a minute";
        return limits + rpm + tpm;
    }

    private static String request(JsonObject first) {
        StringBuilder text = new StringBuilder();
        text.append(line("first      %s", first.getString("task_id")));
        text.append(line("  POST %s", first.getString("url")));
        first.getJsonObject("headers")
                .forEach(header -> text.append(line("  %s: %s", header.getKey(), header.getValue())));
        String body = first.getString("body") == null ? "" : first.getString("body");
        return text.append(line("  %s", body.length() > LONGEST_BODY ? body.substring(0, LONGEST_BODY) + "…" : body))
                .toString();
    }

    private static String counts(JsonObject counts) {
        return counts.isEmpty()
                ? "-"
                : counts.stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + System.lineSeparator();
    }
}
