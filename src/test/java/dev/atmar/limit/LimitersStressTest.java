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
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many turns from several event loops at several limiters, of which some leave, are too late, fail, are refused and come
 * again: whatever the order, no permit is lost or doubled, nobody is left waiting, and no timer is left.
 */
@ExtendWith(VertxExtension.class)
final class LimitersStressTest {
    private static final int CONTEXTS = 4;
    private static final int TURNS = 20_000;

    private final AtomicInteger timers = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger permits = new AtomicInteger();
    private final AtomicInteger afterLeaving = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private final AtomicInteger unexpected = new AtomicInteger();

    @Test
    void whateverHappens_everythingComesBack(Vertx vertx) {
        Limiters limiters = new Limiters(
                () -> new CountedLoop(new ContextLoop(vertx.getOrCreateContext()), timers),
                System::nanoTime,
                200,
                20_000);
        List<Limiter> all = List.of(limiters.auto("found"), limiters.fixed("three", 3), limiters.fixed("one", 1));
        List<Future<Void>> loops = new ArrayList<>();
        for (int number = 0; number < CONTEXTS; number++) {
            Callers callers = new Callers(vertx, limiters, all, new Random(number));
            callers.context.runOnContext(turn -> callers.some());
            loops.add(callers.over.future());
        }
        Until.done(Future.all(loops));
        for (Limiter limiter : all) {
            Until.holds(vertx.getOrCreateContext(), () -> limiter.inFlight() == 0);
            assertThat(limiter.waiting()).isZero();
            assertThat(limiter.waitingBytes()).isZero();
            assertThat(limiter.refusals()).isPositive();
        }
        Until.holds(vertx.getOrCreateContext(), () -> timers.get() == 0);
        assertThat(permits).hasValueGreaterThan(TURNS / 100);
        assertThat(most.get()).isGreaterThan(4);
        assertThat(inside).hasValue(0);
        assertThat(afterLeaving).as("permits for someone who had left").hasValue(0);
        assertThat(elsewhere).as("completed on another context").hasValue(0);
        assertThat(unexpected).as("failures of another kind").hasValue(0);
        assertThat(all.get(1).limit()).isLessThanOrEqualTo(3);
        assertThat(all.get(2).limit()).isEqualTo(1);
    }

    /** Counts the timers that are neither over nor cancelled. */
    private record CountedLoop(Loop loop, AtomicInteger timers) implements Loop {
        @Override
        public void run(Runnable action) {
            loop.run(action);
        }

        @Override
        public Runnable after(long nanos, Runnable action) {
            timers.incrementAndGet();
            AtomicInteger left = new AtomicInteger(1);
            Runnable cancel = loop.after(nanos, () -> {
                timers.addAndGet(-left.getAndSet(0));
                action.run();
            });
            return () -> {
                timers.addAndGet(-left.getAndSet(0));
                cancel.run();
            };
        }
    }

    /** One event loop's share of the turns, in bursts. */
    private final class Callers {
        private final Vertx vertx;
        private final Context context;
        private final Limiters limiters;
        private final List<Limiter> all;
        private final Random random;
        private final Promise<Void> over = Promise.promise();
        private int begun;
        private int ended;

        private Callers(Vertx vertx, Limiters limiters, List<Limiter> all, Random random) {
            this.vertx = vertx;
            this.context = vertx.getOrCreateContext();
            this.limiters = limiters;
            this.all = all;
            this.random = random;
        }

        private void some() {
            for (int burst = random.nextInt(100); burst > 0 && begun < TURNS / CONTEXTS; burst--) {
                begun++;
                one(false);
            }
            if (begun < TURNS / CONTEXTS) {
                vertx.setTimer(1, turn -> some());
            }
        }

        private void one(boolean again) {
            Cancellation caller = new Cancellation();
            Duration patience = random.nextInt(5) == 0 ? Duration.ofMillis(random.nextInt(5)) : Duration.ofMinutes(1);
            long deadline = System.nanoTime() + patience.toNanos();
            String name = "caller " + random.nextInt(5);
            limiters.acquire(new Turn(some(all), name, random.nextInt(300), deadline, again, caller))
                    .onSuccess(permit -> granted(permit, caller))
                    .onFailure(this::failed);
            if (random.nextInt(5) == 0) {
                vertx.setTimer(1 + random.nextInt(5), turn -> caller.cancel());
            }
        }

        private List<Limiter> some(List<Limiter> from) {
            List<Limiter> shuffled = new ArrayList<>(from);
            Collections.shuffle(shuffled, random);
            return shuffled.subList(0, 1 + random.nextInt(shuffled.size()));
        }

        private void granted(Permit permit, Cancellation caller) {
            permits.incrementAndGet();
            afterLeaving.addAndGet(caller.isCancelled() ? 1 : 0);
            elsewhere.addAndGet(Vertx.currentContext() == context ? 0 : 1);
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            permit.limiter().connected(Duration.ofMillis(1));
            if (random.nextInt(4) > 0) {
                permit.sent();
            }
            if (random.nextBoolean()) {
                vertx.executeBlocking(() -> end(permit, 0), false).onComplete(over -> ended());
            } else {
                vertx.setTimer(1, turn -> {
                    if (end(permit, random.nextInt(6)) && random.nextBoolean()) {
                        one(true);
                    } else {
                        ended();
                    }
                });
            }
        }

        /** Whether it was refused. */
        private boolean end(Permit permit, int fate) {
            inside.decrementAndGet();
            switch (fate) {
                case 0 -> permit.succeeded();
                case 1 -> permit.ignored();
                case 2 -> permit.refused(OptionalInt.empty(), Duration.ZERO);
                case 3 -> permit.refused(OptionalInt.of(2), Duration.ofNanos(1));
                case 4 -> permit.refused(OptionalInt.of(30), Duration.ofMillis(2));
                default -> {
                    permit.succeeded();
                    permit.refused(OptionalInt.of(1), Duration.ofHours(1));
                }
            }
            return fate >= 2 && fate <= 4;
        }

        private void failed(Throwable failure) {
            boolean known = failure instanceof ApiException api
                    && List.of(429, 499, 504).contains(api.status());
            unexpected.addAndGet(known ? 0 : 1);
            ended();
        }

        private void ended() {
            ended++;
            if (ended == TURNS / CONTEXTS) {
                over.complete();
            }
        }
    }
}
