package dev.atmar.cli;

import dev.atmar.app.BatchSession;
import dev.atmar.batch.BatchPlan;
import dev.atmar.batch.BatchRefusal;
import dev.atmar.batch.BatchReport;
import dev.atmar.batch.DryRun;
import dev.atmar.batch.Prices;
import dev.atmar.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code batch}: makes the calls of a file, and writes their results to another that survives whatever happens. */
@Command(
        name = "batch",
        description = {
            "Make every call that IN lists, and write one result a line to OUT.",
            "Killed or stopped at any moment, the same command again goes on: no finished",
            "task is run twice, and none is left out. Ctrl-C begins no more calls; a second",
            "one ends at once, and loses nothing either.",
            "Exit code 0: every task has succeeded. 1: some have failed, or it was cut short.",
            "2: usage, or files that are not fit; then nothing was sent."
        },
        footer = {
            "",
            "Lines of IN, by --format:",
            "  tasks    {\"task_id\"?, \"url\", \"params\"}",
            "  openai   {\"custom_id\", \"method\": \"POST\", \"url\", \"body\"}, as OpenAI's batches",
            "  prompts  plain text, one a line; sent in --template to --url",
            "",
            "Examples:",
            "  batch tasks.jsonl -o results.jsonl --concurrent 40",
            "  batch openai.jsonl -o out.jsonl --base-url https://api.deepseek.com \\",
            "      --key env:DEEPSEEK_API_KEY --rpm 500 --price deepseek-flash=0.28/0.42",
            "  batch questions.txt -o out.jsonl --model deepseek-flash \\",
            "      --url https://api.deepseek.com/v1/chat/completions --key env:DEEPSEEK_API_KEY",
            "  batch tasks.jsonl -o results.jsonl --dry-run",
            "  batch tasks.jsonl -o results.jsonl --retry-failed"
        })
final class BatchCommand extends WatchedCommand {
    /** Beyond the drain, for the last results to be written and the report to be printed. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    @ArgGroup(validate = false, heading = "%nInput and output%n")
    private BatchFilesOptions files = new BatchFilesOptions();

    @ArgGroup(validate = false, heading = "%nSending%n")
    private BatchSending sending = new BatchSending();

    @ArgGroup(validate = false, heading = "%nMoney%n")
    private Money money = new Money();

    @Option(names = "--dry-run", description = "send nothing, write nothing: say what would be done")
    private boolean dryRun;

    /** Of a run that was interrupted, when it has ended. */
    private volatile int code = ExitCode.FAILED;

    /** What calls cost. */
    private static final class Money {
        @Option(
                names = "--price",
                paramLabel = "MODEL=IN/OUT",
                description =
                        "per million tokens; may be repeated; comes before the settings' " + "relay.accounts[].prices")
        private List<String> prices = new ArrayList<>();
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        BatchPlan plan = new BatchPlan(
                files.options(),
                sending.options(settings.load().maxAnswerBytes()),
                Prices.of(settings.relay().accounts(), PriceList.of(money.prices)),
                sending.drain(),
                sending.keepsGoing());
        try {
            return dryRun ? surveyed(plan) : run(plan);
        } catch (BatchRefusal refusal) {
            complain(refusal.getMessage());
            return ExitCode.USAGE;
        } catch (IOException broken) {
            complain(broken.getMessage());
            return ExitCode.FAILED;
        }
    }

    private int surveyed(BatchPlan plan) throws IOException {
        DryRun found = DryRun.of(plan);
        JsonObject json = found.toJson(BatchSending.shown(plan.sending().headers()));
        print(isJson() ? new JsonObject().put("dry_run", json).encode() : DryRunText.of(json));
        return ExitCode.DONE;
    }

    private int run(BatchPlan plan) throws Exception {
        BatchWatch watch = BatchWatch.of(isQuiet());
        CountDownLatch reported = new CountDownLatch(1);
        try (BatchSession session = BatchSession.open(plan, watch::show)) {
            Interrupt interrupt = Interrupt.does(() -> stop(session, reported));
            try {
                BatchReport report = watched(session, watch);
                print(isJson() ? new JsonObject().put("batch", report.toJson()).encode() : BatchText.of(report));
                code = report.isWhole() ? ExitCode.DONE : ExitCode.FAILED;
                return code;
            } finally {
                reported.countDown();
                interrupt.disarm();
            }
        }
    }

    private static BatchReport watched(BatchSession session, BatchWatch watch) throws Exception {
        try (watch) {
            return session.run();
        }
    }

    /** While the JVM goes down a second Ctrl-C would be ignored, were it not for a handler of its own. */
    private int stop(BatchSession session, CountDownLatch reported) throws InterruptedException {
        Signals.register("INT", () -> Runtime.getRuntime().halt(ExitCode.FAILED));
        session.stop();
        say("batch: stopping, the calls in flight may finish (Ctrl-C again ends at once)");
        reported.await(sending.drain().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        return code;
    }
}
