package dev.atmar.load.call;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The calls of a run that have not ended, in the order they were begun: with one timeout, that of their deadlines. */
public final class InFlight {
    private static final int EXPIRED_AT_ONCE = 512;

    private final Set<Call> calls = new LinkedHashSet<>();
    private final long timeoutMillis;
    private int peak;

    public InFlight(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    public void add(Call call) {
        calls.add(call);
        peak = Math.max(peak, calls.size());
    }

    public void remove(Call call) {
        calls.remove(call);
    }

    public int size() {
        return calls.size();
    }

    public int peak() {
        return peak;
    }

    /** Fails those whose time is over, at most so many at once as the loop can bear; each removes itself. */
    public void expire(long now) {
        CallError tooLate = CallError.of(ErrorType.TIMEOUT, "no whole answer within " + timeoutMillis + " ms");
        for (int expired = 0; expired < EXPIRED_AT_ONCE && oldestIsLate(now); expired++) {
            calls.iterator().next().fail(tooLate);
        }
    }

    private boolean oldestIsLate(long now) {
        return !calls.isEmpty()
                && now - calls.iterator().next().started() >= TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** Fails all of them; each removes itself. */
    public void failAll(CallError error) {
        List<Call> all = new ArrayList<>(calls);
        all.forEach(call -> call.fail(error));
    }
}
