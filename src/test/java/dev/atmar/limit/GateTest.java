package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import dev.atmar.http.Until;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(VertxExtension.class)
final class GateTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private Vertx vertx;
    private Context context;

    @BeforeEach
    void onOneEventLoop(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    @Test
    void noMoreThanThePermitsAreOutAtOnce() {
        Gate gate = new Gate("gate", 2, 10);
        Gate.Permit first = Until.done(ask(gate));
        Until.done(ask(gate));
        Future<Gate.Permit> third = ask(gate);
        assertThat(third.isComplete()).isFalse();
        first.release();
        Until.done(third);
        assertThat(ask(gate).isComplete()).isFalse();
    }

    @Test
    void waitersAreServedInTheOrderTheyCame() {
        Gate gate = new Gate("gate", 1, 100);
        Gate.Permit held = Until.done(ask(gate));
        List<Integer> served = new ArrayList<>();
        List<Future<Void>> ends = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            int mine = number;
            ends.add(ask(gate).compose(permit -> {
                served.add(mine);
                permit.release();
                return Future.succeededFuture();
            }));
        }
        held.release();
        Until.done(Future.all(ends));
        assertThat(served).hasSize(50).isSorted();
    }

    @Test
    void oneTooManyInTheQueue_is429AndTakesNoPlace() {
        Gate gate = new Gate("the account", 1, 2);
        Gate.Permit held = Until.done(ask(gate));
        Future<Gate.Permit> first = ask(gate);
        Future<Gate.Permit> second = ask(gate);
        ApiException refused = (ApiException) Until.failed(ask(gate));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.code()).isEqualTo("queue_full");
        assertThat(refused.retryAfterSeconds()).isBetween(1, 8);
        assertThat(refused).hasMessageStartingWith("the account: ");
        held.release();
        Until.done(first).release();
        Until.done(second).release();
        assertFree(gate, 1);
    }

    @Test
    void withoutAQueue_theSecondIsRefusedAtOnce() {
        Gate gate = new Gate("gate", 1, 0);
        Until.done(ask(gate));
        ApiException refused = (ApiException) Until.failed(ask(gate));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("overloaded");
        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
        assertThat(refused).hasMessage("gate: 1 calls are in flight already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.05S", "PT0S", "PT0.0000001S", "PT-1S"})
    void aWaitThatIsOver_is504AndLeavesTheQueue(String bound) {
        Gate gate = new Gate("gate", 1, 1);
        Gate.Permit held = Until.done(ask(gate));
        for (int round = 0; round < 2; round++) {
            Future<Gate.Permit> waits =
                    on(context, () -> gate.acquire(vertx, Duration.parse(bound), new Cancellation()));
            ApiException late = (ApiException) Until.failed(waits);
            assertThat(late.status()).isEqualTo(504);
            assertThat(late.code()).isEqualTo("queue_timeout");
        }
        held.release();
        assertFree(gate, 1);
    }

    @Test
    void callerLeavesWhileQueued_getsNoPermitAndLeavesTheQueue() {
        Gate gate = new Gate("gate", 1, 1);
        Gate.Permit held = Until.done(ask(gate));
        Cancellation caller = new Cancellation();
        Future<Gate.Permit> waits = on(context, () -> gate.acquire(vertx, LONG, caller));
        context.runOnContext(turn -> caller.cancel());
        assertThat(((ApiException) Until.failed(waits)).code()).isEqualTo("caller_gone");
        Future<Gate.Permit> next = ask(gate);
        held.release();
        Until.done(next).release();
        assertFree(gate, 1);
    }

    @Test
    void callerLeavesWhileItsPermitIsOnTheWay_thePermitGoesToTheNext() {
        Gate gate = new Gate("gate", 1, 2);
        Gate.Permit held = Until.done(ask(gate));
        Cancellation caller = new Cancellation();
        Future<Gate.Permit> waits = on(context, () -> gate.acquire(vertx, LONG, caller));
        Future<Gate.Permit> next = ask(gate);
        context.runOnContext(turn -> {
            held.release();
            caller.cancel();
        });
        assertThat(Until.failed(waits)).isInstanceOf(ApiException.class);
        Until.done(next).release();
        assertFree(gate, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void callerLeftBeforeItAsked_getsNoPermit(int free) {
        Gate gate = new Gate("gate", 1, 1);
        List<Gate.Permit> held = new ArrayList<>();
        if (free == 0) {
            held.add(Until.done(ask(gate)));
        }
        Cancellation caller = new Cancellation();
        caller.cancel();
        Future<Gate.Permit> asked = on(context, () -> gate.acquire(vertx, LONG, caller));
        assertThat(((ApiException) Until.failed(asked)).code()).isEqualTo("caller_gone");
        held.forEach(Gate.Permit::release);
        assertFree(gate, 1);
    }

    @Test
    void callerLeavesAfterItsTurn_changesNothing() {
        Gate gate = new Gate("gate", 1, 1);
        Gate.Permit held = Until.done(ask(gate));
        Cancellation caller = new Cancellation();
        Future<Gate.Permit> waits = on(context, () -> gate.acquire(vertx, LONG, caller));
        held.release();
        Gate.Permit mine = Until.done(waits);
        Until.done(context, () -> {
            caller.cancel();
            return Future.succeededFuture();
        });
        assertThat(ask(gate).isComplete()).isFalse();
        mine.release();
        assertFree(gate, 0);
    }

    @Test
    void releaseTwice_givesBackOnce() {
        Gate gate = new Gate("gate", 1, 1);
        Gate.Permit permit = Until.done(ask(gate));
        permit.release();
        permit.release();
        assertFree(gate, 1);
    }

    @Test
    void releaseTwiceOfAPermitThatWentToAWaiter_doesNotFreeTheWaiters() {
        Gate gate = new Gate("gate", 1, 1);
        Gate.Permit first = Until.done(ask(gate));
        Future<Gate.Permit> waits = ask(gate);
        first.release();
        Until.done(waits);
        first.release();
        assertThat(ask(gate).isComplete()).isFalse();
    }

    @Test
    void aWaiterIsCompletedOnItsOwnContext_whoeverReleases() {
        Gate gate = new Gate("gate", 1, 10);
        Gate.Permit held = Until.done(ask(gate));
        Context other = vertx.getOrCreateContext();
        List<Future<Context>> found = new ArrayList<>();
        for (Context own : List.of(context, other, context)) {
            found.add(on(
                    own,
                    () -> gate.acquire(vertx, LONG, new Cancellation()).map(permit -> {
                        permit.release();
                        return Vertx.currentContext();
                    })));
        }
        Until.done(vertx.executeBlocking(() -> {
            held.release();
            return null;
        }));
        assertThat(Until.done(found.get(0))).isSameAs(context);
        assertThat(Until.done(found.get(1))).isSameAs(other);
        assertThat(Until.done(found.get(2))).isSameAs(context);
        assertThat(context).isNotSameAs(other);
    }

    @Test
    void holdGivesWhatTheCallGave_andThePermitBackWhenItEnds() {
        Gate gate = new Gate("gate", 1, 1);
        Promise<String> call = Promise.promise();
        Future<String> held = hold(gate, call::future);
        assertThat(held.isComplete()).isFalse();
        Future<Gate.Permit> next = ask(gate);
        assertThat(next.isComplete()).isFalse();
        call.complete("done");
        assertThat(Until.done(held)).isEqualTo("done");
        Until.done(next).release();
        assertFree(gate, 1);
    }

    @Test
    void whateverHappensToTheCall_thePermitComesBack() {
        Gate gate = new Gate("gate", 1, 1);
        List<Supplier<Future<String>>> calls = List.of(
                () -> Future.succeededFuture("done"),
                () -> Future.failedFuture("broken"),
                () -> vertx.timer(1).map("later"),
                () -> vertx.timer(1).compose(late -> Future.failedFuture("broken later")),
                () -> null,
                () -> {
                    throw new IllegalStateException("thrown");
                },
                () -> {
                    throw new StackOverflowError("deep");
                });
        for (Supplier<Future<String>> call : calls) {
            Until.done(hold(gate, call).otherwiseEmpty());
            assertFree(gate, 1);
        }
    }

    @Test
    void aCallThatGetsNoPermit_isNotMade() {
        Gate gate = new Gate("gate", 1, 0);
        Until.done(ask(gate));
        Throwable refused = Until.failed(hold(gate, () -> {
            throw new AssertionError("called");
        }));
        assertThat(refused).isInstanceOf(ApiException.class);
    }

    /** More than half of a queue is gone again and again, so that it is compacted again and again. */
    @Test
    void fiftyThousandLeaveTheQueue_lastComeFirstGone_noneHasAPermit() {
        int count = 50_000;
        Gate gate = new Gate("gate", 1, count);
        Gate.Permit held = Until.done(ask(gate));
        List<Cancellation> callers = new ArrayList<>();
        List<Future<Gate.Permit>> left = new ArrayList<>();
        Until.done(context, () -> {
            for (int caller = 0; caller < count; caller++) {
                callers.add(new Cancellation());
                left.add(gate.acquire(vertx, LONG, callers.get(caller)));
            }
            return Future.succeededFuture();
        });
        Until.done(context, () -> {
            for (int caller = count - 1; caller >= 0; caller--) {
                callers.get(caller).cancel();
            }
            return Future.succeededFuture();
        });
        assertThat(left).allMatch(Future::failed);
        held.release();
        assertFree(gate, 1);
    }

    @Test
    void whoLeftAmongThoseWhoWait_isPassedOverAndItsPlaceIsFree() {
        Gate gate = new Gate("gate", 1, 5);
        Gate.Permit held = Until.done(ask(gate));
        List<Cancellation> callers = new ArrayList<>();
        List<Future<Gate.Permit>> waits = new ArrayList<>();
        for (int caller = 0; caller < 5; caller++) {
            Cancellation cancellation = new Cancellation();
            callers.add(cancellation);
            waits.add(on(context, () -> gate.acquire(vertx, LONG, cancellation)));
        }
        for (int leaver : new int[] {0, 3}) {
            Until.done(context, () -> {
                callers.get(leaver).cancel();
                return Future.succeededFuture();
            });
        }
        waits.add(ask(gate));
        waits.add(ask(gate));
        assertThat(((ApiException) Until.failed(ask(gate))).code()).isEqualTo("queue_full");
        held.release();
        for (int served : new int[] {1, 2, 4, 5, 6}) {
            Until.done(waits.get(served)).release();
        }
        assertFree(gate, 1);
    }

    /** That so many permits are free: they can be had, the next one cannot, and they are given back. */
    private void assertFree(Gate gate, int expected) {
        List<Gate.Permit> permits = new ArrayList<>();
        for (int permit = 0; permit < expected; permit++) {
            permits.add(Until.done(ask(gate)));
        }
        Cancellation caller = new Cancellation();
        Future<Gate.Permit> oneMore = on(context, () -> {
            Future<Gate.Permit> asked = gate.acquire(vertx, LONG, caller);
            caller.cancel();
            return asked;
        });
        Until.failed(oneMore);
        permits.forEach(Gate.Permit::release);
    }

    private Future<Gate.Permit> ask(Gate gate) {
        return on(context, () -> gate.acquire(vertx, LONG, new Cancellation()));
    }

    private <T> Future<T> hold(Gate gate, Supplier<Future<T>> call) {
        return on(context, () -> gate.hold(vertx, LONG, new Cancellation(), call));
    }

    /** Asked on the context, before this returns; the future is that of the answer. */
    private static <T> Future<T> on(Context context, Supplier<Future<T>> action) {
        return Until.done(context, () -> Future.succeededFuture(action.get()));
    }
}
