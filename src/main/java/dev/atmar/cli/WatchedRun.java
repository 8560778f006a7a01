package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A run that is watched to its end; Ctrl-C ends it early, and what is done so far is reported all the same. */
final class WatchedRun {
    private static final long REPORT_SECONDS = 10;

    private final LoadSession session;
    private final Progress progress;

    WatchedRun(LoadSession session, Progress progress) {
        this.session = session;
        this.progress = progress;
    }

    /**
     * @param report prints the result, {@code {results, summary}}
     */
    JsonObject run(JsonObject plan, Consumer<JsonObject> report) throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        Interrupt interrupt = Interrupt.does(() -> cutShort(reported));
        try {
            JsonObject result = Waiting.on(session.run(plan, progress::show));
            progress.close();
            report.accept(result);
            return result;
        } finally {
            reported.countDown();
            interrupt.disarm();
        }
    }

    private int cutShort(CountDownLatch reported) throws Exception {
        Waiting.on(session.cancel());
        reported.await(REPORT_SECONDS, TimeUnit.SECONDS);
        return ExitCode.FAILED;
    }
}
