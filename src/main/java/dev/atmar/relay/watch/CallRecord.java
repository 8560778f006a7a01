package dev.atmar.relay.watch;

import java.util.concurrent.TimeUnit;

/**
 * What is noted of one request on its way through the relay. Belongs to the request's event loop. Times are in
 * nanoseconds of {@link System#nanoTime}.
 */
public final class CallRecord {
    private final String id;
    private final String route;
    private final long begun = System.nanoTime();
    private String caller = "";
    private String account = "";
    private long queuedNanos;
    private long upstreamNanos;
    private long sent;
    private int retries;
    private int refusals;
    private long promptTokens;
    private long completionTokens;

    /**
     * @param id the answer's {@code x-request-id}
     * @param route one of a fixed set, e.g. {@code /v1/chat/completions}
     */
    public CallRecord(String id, String route) {
        this.id = id;
        this.route = route;
    }

    /** The token's name; never a key or a part of one. */
    public void caller(String name) {
        caller = name;
    }

    /** Which account's turn it is; callers' own keys are all {@code callers}. */
    public void account(String name) {
        account = name;
    }

    /** Waited so long for a turn; adds to what was waited before. */
    public void queued(long nanos) {
        queuedNanos += nanos;
    }

    /** The request goes to the upstream. */
    public void sent() {
        sent = System.nanoTime();
    }

    /** The upstream's answer has ended, however it ended. */
    public void upstreamEnded() {
        if (sent != 0) {
            upstreamNanos += System.nanoTime() - sent;
            sent = 0;
        }
    }

    /** A failure is tried again. */
    public void retried() {
        retries++;
    }

    /** The upstream answered 429, and the call goes back into the queue. */
    public void refused() {
        refusals++;
    }

    /** What the upstream said was used. */
    public void tokens(long prompt, long completion) {
        promptTokens += prompt;
        completionTokens += completion;
    }

    /** Milliseconds waited for turns. */
    public double queuedMillis() {
        return queuedNanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    public String id() {
        return id;
    }

    public String route() {
        return route;
    }

    public String caller() {
        return caller;
    }

    public String account() {
        return account;
    }

    public long begun() {
        return begun;
    }

    public long queuedNanos() {
        return queuedNanos;
    }

    public long upstreamNanos() {
        return upstreamNanos;
    }

    public int retries() {
        return retries;
    }

    public int refusals() {
        return refusals;
    }

    public long promptTokens() {
        return promptTokens;
    }

    public long completionTokens() {
        return completionTokens;
    }
}
