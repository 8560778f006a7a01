package dev.atmar.load;

import dev.atmar.http.ApiException;
import dev.atmar.load.plan.Plan;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The runs of one verticle by their ids: those that last, and the last few that ended. */
final class Runs {
    private final Vertx vertx;
    private final LoadSettings settings;
    private final Consumer<Progress> listener;
    private final Map<String, Run> running = new HashMap<>();
    private final KeptRuns kept;
    private boolean closed;

    Runs(Vertx vertx, LoadSettings settings, Consumer<Progress> listener) {
        this.vertx = vertx;
        this.settings = settings;
        this.listener = listener;
        this.kept = new KeptRuns(settings);
    }

    /**
     * @throws ApiException 429 when too many runs last already, 503 once closed
     */
    Run begin(Plan plan) {
        if (closed) {
            throw ApiException.busy(503, "draining", "shutting down: no new runs are taken", 1);
        }
        if (running.size() >= settings.maxRunning()) {
            throw ApiException.busy(429, "too_many_runs", settings.maxRunning() + " runs last already", 1);
        }
        Run run = new Run(UUID.randomUUID().toString(), vertx, plan, settings, kept, listener);
        running.put(run.id(), run);
        run.result().onSuccess(result -> retire(run, result));
        run.begin();
        return run;
    }

    private void retire(Run run, RunResult result) {
        running.remove(run.id());
        kept.add(run.progress(), result);
    }

    /**
     * @throws ApiException 404 when there is no such run, or no longer
     */
    Progress progress(String id) {
        Run run = running.get(id);
        return run == null ? ended(id).progress() : run.progress();
    }

    /**
     * The result, now or when the run ends. Of one that ended a while ago the answers may be left out.
     *
     * @throws ApiException 404 when there is no such run, or no longer
     */
    Future<RunResult> result(String id) {
        Run run = running.get(id);
        return run == null ? Future.succeededFuture(ended(id).result()) : run.result();
    }

    /**
     * Harmless when the run has ended.
     *
     * @throws ApiException 404 when there is no such run, or no longer
     */
    Progress cancel(String id) {
        Run run = running.get(id);
        if (run == null) {
            return ended(id).progress();
        }
        run.cancel();
        return run.progress();
    }

    private KeptRuns.Ended ended(String id) {
        KeptRuns.Ended known = kept.get(id);
        if (known == null) {
            throw ApiException.of(404, "unknown_run", "id: no such run, or it ended too long ago");
        }
        return known;
    }

    /** Cancels every run; none is taken any more. */
    void close() {
        closed = true;
        List.copyOf(running.values()).forEach(Run::cancel);
    }
}
