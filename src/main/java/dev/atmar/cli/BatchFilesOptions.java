package dev.atmar.cli;

import dev.atmar.batch.FileOptions;
import dev.atmar.batch.input.InputFormat;
import dev.atmar.batch.input.InputOptions;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code batch} reads and writes: its options of that section. */
final class BatchFilesOptions {
    @Parameters(paramLabel = "IN", description = "the tasks, one a line")
    private Path input;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description = "the results, one a line")
    private Path output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "of IN: tasks, openai or prompts (default: its first line tells)")
    private InputFormat format;

    @Option(names = "--url", paramLabel = "URL", description = "of prompts, and of tasks that have none")
    private String url;

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            converter = BaseUrls.class,
            description = "what openai's relative urls begin with (default: the relay's, http://127.0.0.1:8000)")
    private String baseUrl;

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "JSON with {{prompt}} inside strings (default: a chat of one message)")
    private Path template;

    @Option(names = "--model", paramLabel = "NAME", description = "of the default template")
    private String model;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            defaultValue = "completion",
            description = "of the results: completion, or input, put in order at the end (default: ${DEFAULT-VALUE})")
    private Order order;

    @Option(
            names = "--failed",
            paramLabel = "FILE",
            description = "where failed tasks go, to be fed in again (default: OUT with .failed.jsonl)")
    private Path failed;

    @Option(names = "--retry-failed", description = "run the tasks again that failed before")
    private boolean retryFailed;

    @Option(names = "--skip-bad", description = "pass over lines that cannot be used; they go to the failed ones")
    private boolean skipBad;

    @Option(
            names = "--fsync",
            paramLabel = "WHEN",
            defaultValue = "second",
            description =
                    "second, or every: a result is safe from power loss before it counts (default: ${DEFAULT-VALUE})")
    private Sync sync;

    @Option(names = "--force", description = "keep the results in OUT though IN has changed")
    private boolean force;

    /** Of the results. */
    private enum Order {
        COMPLETION,
        INPUT
    }

    /** When results are synced. */
    private enum Sync {
        SECOND,
        EVERY
    }

    FileOptions options() {
        String text = template == null ? null : JsonFile.text("--template", template);
        InputOptions reading = new InputOptions(format, url, baseUrl, text, model, skipBad);
        return new FileOptions(
                input, reading, output, failed, order == Order.INPUT, sync == Sync.EVERY, retryFailed, force);
    }
}
