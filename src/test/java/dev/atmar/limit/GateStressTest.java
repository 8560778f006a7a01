package dev.atmar.limit;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many calls from several event loops, some of which leave, give up, fail or throw: no permit is lost or doubled. */
@ExtendWith(VertxExtension.class)
final class GateStressTest {
    private static final int PERMITS = 7;
    private static final int CONTEXTS = 4;
    private static final int CALLS = 20_000;
    private static final int MAX_WAITING = 200;

    private final Gate gate = new Gate("gate", PERMITS, MAX_WAITING);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger afterLeaving = new AtomicInteger();

    @Test
    void permitsComeBackToTheFullCount(Vertx vertx) {
        List<Future<Void>> loops = new ArrayList<>();
        for (int number = 0; number < CONTEXTS; number++) {
            Promise<Void> over = Promise.promise();
            Caller caller = new Caller(vertx, vertx.getOrCreateContext(), new Random(number), over);
            caller.context.runOnContext(turn -> caller.some());
            loops.add(over.future());
        }
        Until.done(Future.all(loops));
        assertThat(most.get()).as("most at once").isBetween(2, PERMITS);
        assertThat(afterLeaving).as("called for someone who had left").hasValue(0);
        assertThat(calls).as("calls made").hasValueGreaterThan(CALLS / 100);
        assertThat(inside).hasValue(0);
        assertAllPermitsAreBack(vertx);
    }

    private void assertAllPermitsAreBack(Vertx vertx) {
        for (int permit = 0; permit < PERMITS; permit++) {
            Until.done(gate.acquire(vertx, Duration.ofSeconds(1), new Cancellation()));
        }
        Until.failed(gate.acquire(vertx, Duration.ofMillis(50), new Cancellation()));
    }

    /** One event loop's share of the calls, in bursts. */
    private final class Caller {
        private final Vertx vertx;
        private final Context context;
        private final Random random;
        private final Promise<Void> over;
        private int begun;
        private int ended;

        private Caller(Vertx vertx, Context context, Random random, Promise<Void> over) {
            this.vertx = vertx;
            this.context = context;
            this.random = random;
            this.over = over;
        }

        private void some() {
            for (int burst = random.nextInt(100); burst > 0 && begun < CALLS / CONTEXTS; burst--) {
                begun++;
                one();
            }
            if (begun < CALLS / CONTEXTS) {
                vertx.setTimer(1, turn -> some());
            }
        }

        private void one() {
            Cancellation caller = new Cancellation();
            int fate = random.nextInt(6);
            Duration maxWait = fate == 1 ? Duration.ofMillis(random.nextInt(5)) : Duration.ofMinutes(1);
            gate.hold(vertx, maxWait, caller, () -> called(caller, fate)).onComplete(result -> end());
            if (fate == 0) {
                vertx.setTimer(1 + random.nextInt(5), turn -> caller.cancel());
            }
        }

        private Future<Void> called(Cancellation caller, int fate) {
            calls.incrementAndGet();
            afterLeaving.addAndGet(caller.isCancelled() ? 1 : 0);
            if (fate == 2) {
                throw new IllegalStateException("thrown");
            }
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            return work(fate).onComplete(result -> inside.decrementAndGet());
        }

        private Future<Void> work(int fate) {
            return switch (fate) {
                case 3 -> Future.failedFuture("broken");
                case 4 -> vertx.executeBlocking(() -> null, false);
                case 5 -> Future.succeededFuture();
                default -> vertx.timer(1).mapEmpty();
            };
        }

        private void end() {
            ended++;
            if (ended == CALLS / CONTEXTS) {
                over.complete();
            }
        }
    }
}
