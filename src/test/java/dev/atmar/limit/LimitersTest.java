package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.ApiException;
import dev.atmar.http.Cancellation;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Queues, deadlines and pauses, on virtual time. */
final class LimitersTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final OptionalInt SILENT = OptionalInt.empty();

    private final VirtualTime time = new VirtualTime();
    private final Limiters limiters = new Limiters(() -> time, time::now, 4, 1000);
    private final Limiter one = limiters.fixed("one", 1);
    private final Limiter two = limiters.fixed("two", 1);
    private final List<String> served = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        time.runUntil(time.now());
        for (Limiter limiter : List.of(one, two)) {
            assertThat(limiter.inFlight()).isZero();
            assertThat(limiter.waiting()).isZero();
            assertThat(limiter.waitingBytes()).isZero();
        }
        assertThat(time.pending()).as("timers").isZero();
    }

    @Test
    void theFirstWithRoomIsTaken() {
        Permit first = got(ask("a", one, two));
        Permit second = got(ask("a", one, two));
        assertThat(first.limiter()).isSameAs(one);
        assertThat(second.limiter()).isSameAs(two);
        assertThat(first.waitedNanos()).isZero();
        first.succeeded();
        second.ignored();
    }

    @Test
    void whoWaitsForBoth_getsTheOneThatIsFreeFirst_andIsInNoQueueThen() {
        Permit first = got(ask("a", one));
        Permit second = got(ask("a", two));
        Future<Permit> waits = ask("a", one, two);
        assertThat(one.waiting() + two.waiting()).isEqualTo(2);
        time.runUntil(SECOND);
        second.succeeded();
        Permit third = got(waits);
        assertThat(third.limiter()).isSameAs(two);
        assertThat(third.waitedNanos()).isEqualTo(SECOND);
        assertThat(one.waiting() + two.waiting()).isZero();
        first.succeeded();
        third.succeeded();
    }

    @Test
    void callersAreServedInTurn_eachInItsOwnOrder_andWhoWasSentBackFirst() {
        Permit held = got(ask("x", one));
        serve(turn("a", false, one), "a1");
        serve(turn("a", false, one), "a2");
        serve(turn("b", false, one), "b1");
        serve(turn("a", false, one), "a3");
        serve(turn("b", true, one), "again1");
        serve(turn("a", true, one), "again2");
        held.succeeded();
        time.runOut();
        assertThat(served).containsExactly("again1", "again2", "a1", "b1", "a2", "a3");
    }

    @Test
    void oneTooMany_is429_butWhoWasSentBackMayAlwaysWait() {
        Permit held = got(ask("a", one));
        List<Future<Permit>> waits = new ArrayList<>();
        for (int place = 0; place < 4; place++) {
            waits.add(ask("a", one));
        }
        ApiException full = failed(ask("a", one));
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.code()).isEqualTo("queue_full");
        assertThat(full.retryAfterSeconds()).isBetween(1, 8);
        waits.add(0, limiters.acquire(turn("a", true, one)));
        endAll(held, waits);
    }

    @Test
    void retryAfterGrowsWithWhatIsBefore_upToEightSeconds() {
        Permit held = got(ask("a", one));
        time.runUntil(SECOND);
        held.succeeded();
        held = got(ask("a", one));
        List<Future<Permit>> waits = new ArrayList<>();
        for (int place = 0; place < 4; place++) {
            waits.add(ask("a", one));
        }
        assertThat(failed(ask("a", one)).retryAfterSeconds()).isEqualTo(5);
        time.runUntil(100 * SECOND);
        held.succeeded();
        held = got(waits.remove(0));
        waits.add(ask("a", one));
        assertThat(failed(ask("a", one)).retryAfterSeconds()).isEqualTo(8);
        endAll(held, waits);
    }

    @Test
    void bytesAreBoundedToo_andAQueueWithRoomIsTaken() {
        Permit first = got(ask("a", one));
        Permit second = got(ask("a", two));
        Future<Permit> big = limiters.acquire(turn("a", 900, one));
        assertThat(one.waitingBytes()).isEqualTo(900);
        assertThat(failed(ask("a", one)).code()).isEqualTo("queue_full");
        Future<Permit> waits = ask("a", one, two);
        assertThat(one.waiting()).isEqualTo(1);
        assertThat(two.waiting()).isEqualTo(1);
        endAll(first, List.of(big));
        endAll(second, List.of(waits));
    }

    @Test
    void withoutAQueue_is429() {
        Limiters none = new Limiters(() -> time, time::now, 0, 1000);
        Limiter limiter = none.fixed("none", 1);
        Permit held = got(none.acquire(turn("a", false, limiter)));
        assertThat(failed(none.acquire(turn("a", false, limiter))).status()).isEqualTo(429);
        endAll(held, List.of(none.acquire(turn("a", true, limiter))));
    }

    @Test
    void atTheDeadlineItIs504_andSaysHowLongItWaited() {
        Permit held = got(ask("a", one));
        Future<Permit> waits = limiters.acquire(turn(new Cancellation()));
        time.runUntil(60 * SECOND);
        ApiException late = failed(waits);
        assertThat(late.status()).isEqualTo(504);
        assertThat(late.code()).isEqualTo("queue_timeout");
        assertThat(late).hasMessageStartingWith("one: ").hasMessageContaining("60000 ms");
        assertThat(failed(limiters.acquire(new Turn(List.of(two), "a", 1, time.now(), false, new Cancellation())))
                        .code())
                .isEqualTo("queue_timeout");
        held.succeeded();
    }

    @Test
    void callerLeaves_whileItWaitsOrIsAboutToBeLetGo_theNextIsServed() {
        Permit held = got(ask("a", one));
        Cancellation waiting = new Cancellation();
        Cancellation granted = new Cancellation();
        Future<Permit> second = limiters.acquire(turn(granted));
        Future<Permit> first = limiters.acquire(turn(waiting));
        Future<Permit> next = ask("a", one);
        waiting.cancel();
        assertThat(failed(first).code()).isEqualTo("caller_gone");
        held.succeeded();
        granted.cancel();
        assertThat(failed(second).code()).isEqualTo("caller_gone");
        assertThat(failed(limiters.acquire(turn(granted))).code()).isEqualTo("caller_gone");
        got(next).succeeded();
    }

    @Test
    void onlyTheFirstEndingCounts() {
        Permit first = got(ask("a", one));
        first.ignored();
        first.succeeded();
        assertThat(first.refused(OptionalInt.of(7), Duration.ofHours(1))).isFalse();
        got(ask("a", one)).succeeded();
        assertThat(one.refusals()).isZero();
    }

    @Test
    void aPauseHoldsEverybodyBack_theLongestOfSeveral() {
        Limiter wide = limiters.fixed("wide", 3);
        Permit first = got(ask("a", wide));
        Permit second = got(ask("a", wide));
        assertThat(first.refused(SILENT, Duration.ofSeconds(5))).isFalse();
        assertThat(second.refused(SILENT, Duration.ofSeconds(2))).isTrue();
        Future<Permit> waits = ask("a", wide);
        time.runUntil(5 * SECOND - 1);
        assertThat(waits.isComplete()).isFalse();
        time.runUntil(5 * SECOND);
        got(waits).succeeded();
        assertThat(wide.refusals()).isEqualTo(2);
        assertThat(wide.limit()).isEqualTo(3);
    }

    @Test
    void whileOnePauses_theOtherIsTaken() {
        got(ask("a", one)).refused(SILENT, Duration.ofSeconds(5));
        Permit other = got(ask("a", one, two));
        assertThat(other.limiter()).isSameAs(two);
        other.succeeded();
    }

    @Test
    void aLimitThatIsFound_growsWhileSomeoneWaits_andKeepsNoTimerWhenNobodyDoes() {
        Limiters many = new Limiters(() -> time, time::now, 1000, 1_000_000);
        Limiter found = many.auto("found");
        List<Future<Permit>> asked = new ArrayList<>();
        for (int call = 0; call < 50; call++) {
            asked.add(many.acquire(turn("a", false, found)));
        }
        assertThat(found.inFlight()).isEqualTo(20);
        found.connected(Duration.ofMillis(1));
        time.runUntil(SECOND / 2);
        assertThat(found.inFlight()).as("nothing was sent yet").isEqualTo(20);
        asked.forEach(wait -> wait.onSuccess(Permit::sent));
        time.runUntil(10 * SECOND);
        assertThat(found.inFlight()).isEqualTo(50);
        assertThat(found.limit()).isEqualTo(55);
        assertThat(time.pending()).isZero();
        asked.forEach(permit -> permit.result().succeeded());
        assertThat(found.inFlight()).isZero();
    }

    private void serve(Turn turn, String name) {
        limiters.acquire(turn).onSuccess(permit -> {
            served.add(name);
            permit.succeeded();
        });
    }

    private void endAll(Permit held, List<Future<Permit>> waits) {
        held.ignored();
        for (Future<Permit> wait : waits) {
            got(wait).ignored();
        }
    }

    private Future<Permit> ask(String caller, Limiter... among) {
        return limiters.acquire(turn(caller, false, among));
    }

    private Turn turn(Cancellation cancellation) {
        return new Turn(List.of(one), "a", 1, time.now() + 60 * SECOND, false, cancellation);
    }

    private Turn turn(String caller, int bytes, Limiter among) {
        return new Turn(List.of(among), caller, bytes, time.now() + 60 * SECOND, false, new Cancellation());
    }

    private Turn turn(String caller, boolean again, Limiter... among) {
        return new Turn(List.of(among), caller, 101, time.now() + 600 * SECOND, again, new Cancellation());
    }

    private Permit got(Future<Permit> asked) {
        time.runUntil(time.now());
        assertThat(asked.succeeded()).isTrue();
        return asked.result();
    }

    private static ApiException failed(Future<Permit> asked) {
        assertThat(asked.failed()).isTrue();
        return (ApiException) asked.cause();
    }
}
