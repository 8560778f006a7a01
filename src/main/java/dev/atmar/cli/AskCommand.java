package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.RelaySettings;
import dev.atmar.settings.Secret;
import dev.atmar.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ask}: several questions at once to a chat upstream. */
@Command(
        name = "ask",
        description = {
            "Ask a chat upstream several questions at once; answers in the order of the questions, total time last.",
            "Address and key are those of the first account in the settings, unless --url and --key say otherwise.",
            "Exit code 1: a question was not answered."
        })
final class AskCommand extends WatchedCommand {
    @Parameters(arity = "1..*", paramLabel = "QUESTION", description = "each its own conversation")
    private List<String> questions;

    @Option(names = "--system", paramLabel = "TEXT", description = "the system prompt")
    private String system;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "deepseek-flash",
            description = "default: ${DEFAULT-VALUE}")
    private String model;

    @Option(names = "--url", paramLabel = "URL", description = "base URL, e.g. https://api.deepseek.com/v1")
    private String url;

    @Option(names = "--key", paramLabel = "KEY", description = "env:NAME or file:PATH")
    private String key;

    @Option(
            names = "--concurrent",
            paramLabel = "N",
            description = "questions in flight at once (default: all of them)")
    private Integer concurrent;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Durations.class,
            defaultValue = "10m",
            description = "of one question (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Override
    public Integer call() throws Exception {
        JsonObject plan = plan(settings().relay());
        LoadSession session = Waiting.on(LoadSession.open(settings()));
        try (Progress progress = Progress.of("ask", isQuiet())) {
            JsonObject result = new WatchedRun(session, progress).run(plan, this::report);
            boolean allAnswered = result.getJsonObject("summary").getLong("ok") == questions.size();
            return allAnswered ? ExitCode.DONE : ExitCode.FAILED;
        } finally {
            Waiting.on(session.close());
        }
    }

    private JsonObject plan(RelaySettings relay) {
        JsonArray bodies = new JsonArray();
        questions.forEach(question -> bodies.add(body(question)));
        AccountSettings account =
                relay.accounts().isEmpty() ? null : relay.accounts().get(0);
        String base = url != null ? url : account == null ? relay.deepseek().url() : account.url();
        return new JsonObject()
                .put("url", (base.endsWith("/") ? base : base + "/") + "chat/completions")
                .put("params_list", bodies)
                .put("headers", new JsonObject().put("authorization", "Bearer " + key(account, base)))
                .put("concurrent", concurrent == null ? questions.size() : concurrent)
                .put("timeout_ms", timeout.toMillis());
    }

    /** An account's key goes to that account's address only. */
    private String key(AccountSettings account, String base) {
        if (key != null) {
            Secret given = Secret.of(key);
            return given.reveal().orElseThrow(() -> new SettingsException("--key", given.missing()));
        }
        if (account == null || !base.equals(account.url())) {
            throw new SettingsException("--key", "missing; no account has this url (expected: env:NAME or file:PATH)");
        }
        return account.presentKeys().stream()
                .findFirst()
                .orElseThrow(() -> new SettingsException(
                        "--key",
                        "missing, and account " + account.name() + " has none (expected: env:NAME or file:PATH)"));
    }

    private JsonObject body(String question) {
        JsonArray messages = new JsonArray();
        if (system != null) {
            messages.add(new JsonObject().put("role", "system").put("content", system));
        }
        messages.add(new JsonObject().put("role", "user").put("content", question));
        return new JsonObject().put("model", model).put("messages", messages);
    }

    private void report(JsonObject result) {
        AskReport report = AskReport.of(questions, result);
        print(isJson() ? report.toJson().encode() : report.toText());
    }
}
