package dev.atmar.relay.watch;

import dev.atmar.http.Answers;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /metrics}: answered by a thread of its own, for a scrape looks at every thread of the process. */
public final class MetricsRoute implements Handler<RoutingContext> {
    private final Metrics metrics;
    private final WorkerExecutor pool;

    public MetricsRoute(Metrics metrics, WorkerExecutor pool) {
        this.metrics = metrics;
        this.pool = pool;
    }

    @Override
    public void handle(RoutingContext context) {
        pool.executeBlocking(metrics::text, false)
                .onSuccess(text -> answer(context, text))
                .onFailure(failure -> Answers.error(context.response(), failure));
    }

    private static void answer(RoutingContext context, String text) {
        if (!context.response().closed()) {
            context.response().putHeader(HttpHeaders.CONTENT_TYPE, Metrics.TEXT).end(text);
        }
    }
}
