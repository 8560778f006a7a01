package dev.atmar.load.call;

import dev.atmar.http.Cancellation;
import dev.atmar.load.call.Timings.Sending;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.function.Consumer;

/**
 * One request in flight: its clocks, its outcome, and how it is reset. It ends once; whatever is said of it later is
 * ignored, so that a deadline, a cancelled run and a late answer need not know of each other.
 */
public final class Call {
    private static final CharSequence SERVER_TIMING = HttpHeaders.createOptimized("server-timing");

    private final long sequence;
    private final Task task;
    private final Expect expect;
    private final Consumer<Call> whenEnded;
    private final Cancellation request = new Cancellation();
    private Consumer<Sending> whenSent = how -> {};
    private final long intended;
    private final long started = System.nanoTime();
    private Sending sending = Sending.NEVER;
    private long sent;
    private long firstByte;
    private boolean begun;
    private long bytes;
    private TokenMeter meter;
    private Tokens told;
    private String serverTiming;
    private String retryAfter;
    private Outcome outcome;
    private Timings timings;

    /**
     * @param sequence counts the run's requests from 0
     * @param whenEnded may be called while the call is being made: some fail at once
     */
    public Call(long sequence, Task task, Expect expect, long intended, Consumer<Call> whenEnded) {
        this.sequence = sequence;
        this.task = task;
        this.expect = expect;
        this.intended = intended;
        this.whenEnded = whenEnded;
    }

    /** How the request is reset, should the call fail from here on; at once if it already has. */
    void onReset(Runnable reset) {
        request.onCancel(reset);
    }

    /** Who is told, once, that the request leaves, before it does; nobody for one that never does. */
    public Call whenSent(Consumer<Sending> told) {
        whenSent = told;
        return this;
    }

    void sent(Sending how) {
        sending = how;
        sent = System.nanoTime();
        whenSent.accept(how);
    }

    void firstByte() {
        firstByte = System.nanoTime();
        begun = true;
    }

    /** The head of an HTTP answer, or its trailers. */
    void told(MultiMap headers) {
        List<String> timings = headers.getAll(SERVER_TIMING);
        if (!timings.isEmpty()) {
            String more = String.join(", ", timings);
            serverTiming = serverTiming == null ? more : serverTiming + ", " + more;
        }
        retryAfter = retryAfter == null ? headers.get(HttpHeaders.RETRY_AFTER) : retryAfter;
    }

    /** A piece of the answer's body has arrived. */
    void arrived(Buffer piece) {
        bytes += piece.length();
    }

    /** The answer is an event stream, whose tokens are counted. */
    void streams(TokenMeter counted) {
        meter = counted;
    }

    /** The whole answer is there. */
    void answered(int status, Buffer body) {
        if (!hasEnded()) {
            long now = System.nanoTime();
            Outcome judged = meter == null ? expect.judge(status, body) : meter.end(status);
            told = meter == null && judged.answer() != null ? AnswerUsage.of(body) : null;
            end(judged, now);
        }
    }

    void fail(Throwable failure) {
        fail(CallError.of(failure, sending != Sending.NEVER));
    }

    public void fail(CallError error) {
        end(Outcome.failed(error), System.nanoTime());
    }

    /** The clock is read before an answer is judged: parsing it is no part of the service. */
    private void end(Outcome how, long now) {
        if (hasEnded()) {
            return;
        }
        outcome = how;
        timings = new Timings(intended, started, sending, sent, begun ? firstByte : now, now);
        if (how.error() != null) {
            request.cancel();
        }
        whenEnded.accept(this);
    }

    public boolean hasEnded() {
        return outcome != null;
    }

    public long sequence() {
        return sequence;
    }

    public Task task() {
        return task;
    }

    Expect expect() {
        return expect;
    }

    /** When work on it began, in nanoseconds: its timeout counts from here. */
    public long started() {
        return started;
    }

    /** Null until it has ended. */
    public Outcome outcome() {
        return outcome;
    }

    /** Null until it has ended. */
    public Timings timings() {
        return timings;
    }

    public Seen seen() {
        return new Seen(bytes, meter == null ? told : meter.tokens(), serverTiming, retryAfter);
    }
}
