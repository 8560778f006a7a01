package dev.atmar.limit;

import dev.atmar.http.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** So many calls offered at once to an account whose limit is not known, on virtual time; hours pass in milliseconds. */
final class Simulation {
    private static final long DAY = TimeUnit.DAYS.toNanos(1);

    private final VirtualTime time = new VirtualTime();
    private final SimulatedAccount account;
    private final Limiters limiters = new Limiters(() -> time, time::now, Integer.MAX_VALUE, Long.MAX_VALUE);
    private final Limiter limiter;
    private int idleConnections;
    private int succeeded;
    private long endNanos;

    /**
     * @param succeeded calls
     * @param stretch how long it took, in terms of the ideal
     * @param refusedShare of the requests
     */
    record Outcome(int succeeded, double seconds, double stretch, double refusedShare) {}

    /** @param told the limit that is told; zero: it is to be found */
    Simulation(int told, Map<Integer, Integer> limitsBySecond, boolean states, double roundTripMillis, long seed) {
        long roundTrip = (long) (roundTripMillis * TimeUnit.MILLISECONDS.toNanos(1));
        this.account = new SimulatedAccount(time, limitsBySecond, states, roundTrip, seed);
        this.limiter = told == 0 ? limiters.auto("account") : limiters.fixed("account", told);
    }

    Outcome offer(int calls, long seed) {
        for (int call = 0; call < calls; call++) {
            acquire("caller " + call % 3, false);
        }
        time.runOut();
        double seconds = (double) endNanos / TimeUnit.SECONDS.toNanos(1);
        double stretch = (double) endNanos / account.idealNanos(calls, seed);
        return new Outcome(succeeded, seconds, stretch, (double) account.refusals / account.requests);
    }

    Limiter limiter() {
        return limiter;
    }

    private void acquire(String caller, boolean again) {
        Turn turn = new Turn(List.of(limiter), caller, 1000, time.now() + DAY, again, new Cancellation());
        limiters.acquire(turn).onSuccess(permit -> connect(caller, permit));
    }

    private void connect(String caller, Permit permit) {
        if (idleConnections > 0) {
            idleConnections--;
            call(caller, permit);
            return;
        }
        long nanos = account.connectNanos();
        time.after(nanos, () -> {
            limiter.connected(Duration.ofNanos(nanos));
            call(caller, permit);
        });
    }

    private void call(String caller, Permit permit) {
        permit.sent();
        account.call(new SimulatedAccount.Ending() {
            @Override
            public void answered() {
                idleConnections++;
                succeeded++;
                endNanos = time.now();
                permit.succeeded();
            }

            @Override
            public void refused(OptionalInt stated) {
                idleConnections++;
                permit.refused(stated, Duration.ZERO);
                acquire(caller, true);
            }
        });
    }
}
