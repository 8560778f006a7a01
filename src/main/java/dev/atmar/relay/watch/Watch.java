package dev.atmar.relay.watch;

import dev.atmar.http.ApiException;
import dev.atmar.http.Failures;
import dev.atmar.http.RequestId;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Sees every request of one event loop, over HTTP or the event bus, and when it is over counts it and writes its line,
 * once. As a handler it stands behind the one that gives the answer its id, and in front of all others.
 */
public final class Watch implements Handler<RoutingContext> {
    private final Metrics metrics;
    private final Counting counting;
    private final boolean accessLog;
    private boolean closing;

    /**
     * @param metrics of the whole relay
     * @param accessLog whether lines are written
     */
    public Watch(Metrics metrics, boolean accessLog) {
        this.metrics = metrics;
        this.counting = new Counting(metrics.registry());
        this.accessLog = accessLog;
    }

    /** Also as a failure handler: a request whose path is none fails before it reaches a handler. */
    @Override
    public void handle(RoutingContext context) {
        if (CallRecord.of(context) == null) {
            begin(context);
        }
        context.next();
    }

    private void begin(RoutingContext context) {
        String path = path(context);
        CallRecord call = new CallRecord(id(context.response()), Routes.name(path));
        call.putInto(context);
        if (Routes.isWatched(path)) {
            metrics.began();
            context.addEndHandler(over -> ended(call, context.response()));
        }
    }

    /** As the router sees it; a broken escape is the router's to refuse. */
    private static String path(RoutingContext context) {
        try {
            return context.normalizedPath();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** For a request that reached no router, after it was refused. */
    public void refused(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        metrics.began();
        ended(new CallRecord(id(response), Routes.UNKNOWN), response);
    }

    /**
     * A message on the event bus; its route is the address.
     *
     * @param call may throw, or fail its future; the future given fails with an {@link ApiException} then
     */
    public Future<?> watched(String address, Function<CallRecord, Future<?>> call) {
        CallRecord record = new CallRecord(RequestId.next(), address);
        metrics.began();
        return Future.succeededFuture(record)
                .compose(given -> call.apply(given).<Object>map(reply -> reply))
                .onSuccess(reply -> ended(Ended.now(record, 200, Outcome.OK)))
                .recover(failure -> failed(record, Failures.of(failure)));
    }

    private Future<Object> failed(CallRecord record, ApiException failure) {
        ended(Ended.now(record, failure.status(), Outcome.ERROR));
        return Future.failedFuture(failure);
    }

    /** From here on it is the relay that closes connections, and not the callers. */
    public void closing() {
        closing = true;
    }

    /** The end is also told of when the connection closed; whether there was an answer only the response knows. */
    private void ended(CallRecord call, HttpServerResponse response) {
        int status = response.getStatusCode();
        if (response.ended()) {
            ended(Ended.now(call, status, call.isCut() ? Outcome.CUT : Outcome.of(status)));
        } else if (!response.headWritten()) {
            ended(Ended.now(call, Ended.CALLER_GONE, Outcome.ABORTED));
        } else {
            boolean brokenOff = closing || call.isAnswered();
            ended(Ended.now(call, status, brokenOff ? Outcome.CUT : Outcome.ABORTED));
        }
    }

    private void ended(Ended ended) {
        ended.call().over();
        metrics.ended();
        counting.count(ended);
        if (accessLog) {
            AccessLog.write(ended);
        }
    }

    private static String id(HttpServerResponse response) {
        String id = response.headers().get("x-request-id");
        return id == null ? "" : id;
    }
}
