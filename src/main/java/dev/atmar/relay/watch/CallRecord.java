package dev.atmar.relay.watch;

import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * What is noted of one request on its way through the relay. Belongs to the request's event loop. Times are in
 * nanoseconds of {@link System#nanoTime}.
 */
public final class CallRecord {
    private static final String KEY = CallRecord.class.getName();

    private final String id;
    private final String route;
    private final long begun = System.nanoTime();
    private String caller = "";
    private String account = "";
    private Map<String, Integer> retries = Map.of();
    private Map<String, Integer> refusals = Map.of();
    private long queuedNanos;
    private long upstreamNanos;
    private long waitsSince;
    private long sent;
    private boolean answered;
    private boolean cut;
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

    /** The record of a request; null where no {@link Watch} stands in front of the handler that asks. */
    public static CallRecord of(RoutingContext context) {
        return context.get(KEY);
    }

    void putInto(RoutingContext context) {
        context.put(KEY, this);
    }

    /** The token's name; never a key or a part of one. */
    public void caller(String name) {
        caller = name;
    }

    /** Which account's turn it is; callers' own keys are all {@code callers}. */
    public void account(String name) {
        account = name;
    }

    /** Waits for a turn from here on, until it is {@link #queued}, {@link #sent} or over. */
    public void waits() {
        waitsSince = System.nanoTime();
    }

    /** Waited so long for a turn; adds to what was waited before. */
    public void queued(long nanos) {
        waitsSince = 0;
        queuedNanos += nanos;
    }

    /** The request goes to the upstream. */
    public void sent() {
        endWait();
        sent = System.nanoTime();
        answered = false;
    }

    /** The upstream's answer has ended, however it ended; to be told before the caller's answer is ended or reset. */
    public void upstreamEnded() {
        if (sent != 0) {
            upstreamNanos += System.nanoTime() - sent;
            sent = 0;
            answered = true;
        }
    }

    /** A failure is tried again; told after {@link #upstreamEnded}. */
    public void retried() {
        retries = oneMore(retries);
        answered = false;
    }

    /** The upstream answered 429, and the call goes back into the queue; told after {@link #upstreamEnded}. */
    public void refused() {
        refusals = oneMore(refusals);
        answered = false;
    }

    /** The answer is broken off after its head, and ends in order all the same: with an error event. */
    public void cut() {
        cut = true;
    }

    boolean isCut() {
        return cut;
    }

    /** No more than the upstream's last word is to be expected: who breaks the answer off now is not the caller. */
    boolean isAnswered() {
        return answered;
    }

    /** The request has ended, and with it what it waits for. */
    void over() {
        upstreamEnded();
        endWait();
    }

    /** Waits no more, whatever came of it. */
    public void endWait() {
        if (waitsSince != 0) {
            queued(System.nanoTime() - waitsSince);
        }
    }

    /** What the upstream said was used. */
    public void tokens(long prompt, long completion) {
        promptTokens += prompt;
        completionTokens += completion;
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
        return sum(retries);
    }

    public int refusals() {
        return sum(refusals);
    }

    Map<String, Integer> retriesByAccount() {
        return retries;
    }

    Map<String, Integer> refusalsByAccount() {
        return refusals;
    }

    /** Most calls have none: no map is made for them. */
    private Map<String, Integer> oneMore(Map<String, Integer> times) {
        Map<String, Integer> more = new HashMap<>(times);
        more.merge(account, 1, Integer::sum);
        return more;
    }

    private static int sum(Map<String, Integer> times) {
        return times.isEmpty()
                ? 0
                : times.values().stream().mapToInt(Integer::intValue).sum();
    }

    public long promptTokens() {
        return promptTokens;
    }

    public long completionTokens() {
        return completionTokens;
    }
}
