package dev.atmar.cli;

import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which requests {@code load} sends. */
final class LoadContent {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

    @Option(
            names = "--params",
            paramLabel = "FILE",
            description = "a JSON object, sent again and again, or a list: one task each")
    private Path params;

    @Option(names = "--body", paramLabel = "FILE", description = "a body sent as it is, in place of --params")
    private Path body;

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

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "of one request, to its last byte (default: 60s)")
    private Duration timeout = DEFAULT_TIMEOUT;

    void putInto(JsonObject plan) {
        if (params != null && body != null) {
            throw new SettingsException("--params", "given together with --body (expected: one of them)");
        }
        if (body != null) {
            plan.put("body", JsonFile.text("--body", body));
        }
        if (params != null) {
            Object content = JsonFile.json("--params", params);
            plan.put("params_list", content instanceof JsonArray list ? list : new JsonArray().add(content));
        }
        plan.put("timeout_ms", timeout.toMillis())
                .put("method", method == null ? defaultMethod() : method)
                .put("headers", headers());
    }

    private String defaultMethod() {
        return params == null && body == null ? "GET" : "POST";
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
}
