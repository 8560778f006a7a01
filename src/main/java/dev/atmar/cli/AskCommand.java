package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ask}: several questions at once to a chat upstream. */
@Command(
        name = "ask",
        description = {
            "Ask a chat upstream several questions at once; answers in the order of the questions, total time last.",
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

    @Mixin
    private ChatUpstream upstream;

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
        Settings settings = settings();
        String key = upstream.key(settings.relay());
        JsonObject plan = plan(upstream.base(settings.relay()), key);
        LoadSession session = Waiting.on(LoadSession.open(settings.load()));
        try (Progress progress = Progress.of("ask", isQuiet())) {
            return new WatchedRun(session, progress).run(plan, result -> report(result, key));
        } finally {
            Waiting.on(session.close());
        }
    }

    private JsonObject plan(String base, String key) {
        JsonArray bodies = new JsonArray();
        questions.forEach(question -> bodies.add(body(question)));
        return new JsonObject()
                .put("url", base + "/chat/completions")
                .put("params_list", bodies)
                .put("headers", new JsonObject().put("authorization", "Bearer " + key))
                .put("concurrent", concurrent == null ? questions.size() : concurrent)
                .put("timeout_ms", timeout.toMillis());
    }

    private JsonObject body(String question) {
        JsonArray messages = new JsonArray();
        if (system != null) {
            messages.add(new JsonObject().put("role", "system").put("content", system));
        }
        messages.add(new JsonObject().put("role", "user").put("content", question));
        return new JsonObject().put("model", model).put("messages", messages);
    }

    private int report(JsonObject result, String key) {
        AskReport report = AskReport.of(questions, result, key);
        print(isJson() ? report.toJson().encode() : report.toText());
        return report.isComplete() ? ExitCode.DONE : ExitCode.FAILED;
    }
}
