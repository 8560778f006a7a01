package dev.atmar.cli;

import dev.atmar.app.LoadSession;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A run that is watched to its end; Ctrl-C ends it early, and what is done so far is reported all the same. */
final class WatchedRun {
    private static final long REPORT_SECONDS = 10;

    private final LoadSession session;
    private final Progress progress;
    private final Handler<JsonObject> samples;

    WatchedRun(LoadSession session, Progress progress) {
        this(session, progress, batch -> {});
    }

    /**
     * @param samples takes the requests that have ended, if the plan asks for them; on an event loop it must not hold
     */
    WatchedRun(LoadSession session, Progress progress, Handler<JsonObject> samples) {
        this.session = session;
        this.progress = progress;
        this.samples = samples;
    }

    /**
     * @param report prints the result, {@code {results, summary}}
     * @return what the report says of it
     */
    <T> T run(JsonObject plan, Function<JsonObject, T> report) throws Exception {
        CountDownLatch reported = new CountDownLatch(1);
        Interrupt interrupt = Interrupt.does(() -> cutShort(reported));
        try {
            JsonObject result = Waiting.on(session.run(plan, progress::show, samples));
            progress.close();
            return report.apply(result);
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
