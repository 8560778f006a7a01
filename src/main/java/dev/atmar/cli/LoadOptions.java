package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code load} sends: its options as a plan for {@code atmar.load.start}. */
final class LoadOptions {
    @Parameters(paramLabel = "URL", description = "http://…, https://… or bus:ADDRESS (bus:atmar.chat, bus:atmar.post)")
    private String url;

    @Option(
            names = "--params",
            paramLabel = "FILE",
            description = "a JSON object, sent again and again, or a list: one task each")
    private Path params;

    @Option(names = "--body", paramLabel = "FILE", description = "a body sent as it is, in place of --params")
    private Path body;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            defaultValue = "3",
            description = "requests in flight at once (default: ${DEFAULT-VALUE})")
    private int concurrent;

    @Option(names = "--count", paramLabel = "N", description = "how many requests in all")
    private Long count;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "for how long, e.g. 10s")
    private Duration duration;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "requests begun within this time from the start are not counted")
    private Duration warmup;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "60s",
            description = "of one request, to its last byte (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "default: POST with --params or --body, else GET")
    private String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "a header; may be repeated")
    private List<String> headers = new ArrayList<>();

    String url() {
        return url;
    }

    boolean isOnBus() {
        return url.startsWith("bus:");
    }

    /** The answers themselves are not kept: they are judged by their status, and counted. */
    JsonObject plan() {
        requireAtMostOne("--params", params, "--body", body);
        requireAtMostOne("--count", count, "--duration", duration);
        JsonObject plan = new JsonObject()
                .put("url", url)
                .put("concurrent", concurrent)
                .put("timeout_ms", timeout.toMillis())
                .put("method", method == null ? defaultMethod() : method)
                .put("headers", headers())
                .put("expect", "status")
                .put("keep_results", false);
        putContent(plan);
        putLength(plan);
        return plan;
    }

    private String defaultMethod() {
        return params == null && body == null ? "GET" : "POST";
    }

    private void putContent(JsonObject plan) {
        if (body != null) {
            plan.put("body", JsonFile.text("--body", body));
        }
        if (params != null) {
            Object content = JsonFile.json("--params", params);
            plan.put("params_list", content instanceof JsonArray list ? list : new JsonArray().add(content));
        }
    }

    private void putLength(JsonObject plan) {
        boolean many = plan.containsKey("params_list")
                && plan.getJsonArray("params_list").size() > 1;
        if (duration != null) {
            plan.put("duration_ms", duration.toMillis());
        } else if (count != null) {
            plan.put("count", count);
        } else if (!many) {
            plan.put("count", concurrent);
        }
        if (warmup != null) {
            plan.put("warmup_ms", warmup.toMillis());
        }
    }

    private JsonObject headers() {
        JsonObject named = new JsonObject();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new SettingsException("--header", "no name and value (expected: 'NAME: VALUE')");
            }
            named.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return named;
    }

    private static void requireAtMostOne(String one, Object first, String other, Object second) {
        if (first != null && second != null) {
            throw new SettingsException(one, "given together with " + other + " (expected: one of them)");
        }
    }
}
