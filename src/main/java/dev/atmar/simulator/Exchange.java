package dev.atmar.simulator;

import dev.atmar.simulator.SharedCapacity.Job;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/**
 * One request while it is answered: its response, its share of the capacity, and at most one timer of its own. All of it
 * is given back the moment the answer ends or the client leaves.
 */
final class Exchange {
    private static final long NONE = -1;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final Call call;
    private final Job job;
    private long timer = NONE;

    Exchange(RoutingContext context, SharedCapacity capacity) {
        this.vertx = context.vertx();
        this.response = context.response();
        this.call = Call.of(context);
        this.job = capacity.enter();
        context.addEndHandler(ended -> release());
    }

    HttpServerResponse response() {
        return response;
    }

    /** See {@link Job#after}. Nothing runs once the client has left. */
    void after(double workMillis, Runnable action) {
        job.after(workMillis, action);
    }

    /** Sends the head of an answer whose length is not known yet. */
    void open(CharSequence contentType) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, contentType).setChunked(true);
        response.writeHead();
    }

    /** Sends a line again and again until {@link #stopLines}; a client that does not read gets none. */
    void linesEvery(long millis, Buffer line) {
        if (millis > 0) {
            timer = vertx.setPeriodic(millis, beat -> line(line));
        }
    }

    void line(Buffer line) {
        if (!response.writeQueueFull()) {
            response.write(line);
        }
    }

    void stopLines() {
        if (timer != NONE) {
            vertx.cancelTimer(timer);
            timer = NONE;
        }
    }

    /** The action now, or as soon as the client has read enough of what was sent. */
    void whenWritable(Runnable action) {
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> action.run());
        } else {
            action.run();
        }
    }

    /** Closes the connection; what was written goes out before. */
    void cut() {
        call.cut(response);
    }

    /** Uses no capacity any more, sends nothing, and closes the connection after {@code silent_ms}. */
    void fallSilent() {
        stopLines();
        job.leave();
        timer = vertx.setTimer(call.lot().settings().silentMs(), late -> cut());
    }

    private void release() {
        stopLines();
        job.leave();
    }
}
