package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TimeoutsTest {
    @Test
    void theyEndInTheirOrder_notBeforeTheirTime_andThoseCancelledNot(Vertx vertx, VertxTestContext context) {
        Promise<List<Integer>> all = Promise.promise();
        vertx.runOnContext(begin -> {
            Timeouts timeouts = new Timeouts(vertx, 40);
            List<Integer> ended = new ArrayList<>();
            List<Timeouts.Timeout> begun = new ArrayList<>();
            long start = System.nanoTime();
            for (int number = 0; number < 10; number++) {
                int each = number;
                begun.add(timeouts.begin(() -> {
                    context.verify(() -> assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start))
                            .isGreaterThanOrEqualTo(39));
                    ended.add(each);
                    if (each == 8) {
                        all.complete(ended);
                    }
                }));
            }
            begun.get(0).cancel();
            begun.get(4).cancel();
            begun.get(4).cancel();
            begun.get(9).cancel();
        });
        all.future()
                .onComplete(context.succeeding(ended -> context.verify(() -> {
                    assertThat(ended).containsExactly(1, 2, 3, 5, 6, 7, 8);
                    context.completeNow();
                })));
    }

    @Test
    void oneThatBeginsAnotherAsItEnds_andOneAfterAPause_endToo(Vertx vertx, VertxTestContext context) {
        vertx.runOnContext(begin -> {
            Timeouts timeouts = new Timeouts(vertx, 5);
            Runnable last = context::completeNow;
            Runnable second = () -> vertx.setTimer(20, pause -> timeouts.begin(last));
            timeouts.begin(() -> timeouts.begin(second));
        });
    }

    @Test
    void oneThatIsCancelledByAnotherThatEnds_doesNotEnd(Vertx vertx, VertxTestContext context) {
        vertx.runOnContext(begin -> {
            Timeouts timeouts = new Timeouts(vertx, 5);
            List<Timeouts.Timeout> next = new ArrayList<>();
            timeouts.begin(() -> next.get(0).cancel());
            next.add(timeouts.begin(() -> context.failNow("it was cancelled")));
            timeouts.begin(context::completeNow);
        });
    }

    /** Timers of one loop that are due are run in the order of their times, however late. */
    @Test
    void oneThatBeginsAnotherAsItEnds_doesNotHoldUpThoseBehindIt(Vertx vertx, VertxTestContext context) {
        vertx.runOnContext(begin -> {
            Timeouts timeouts = new Timeouts(vertx, 300);
            List<String> ended = new ArrayList<>();
            timeouts.begin(() -> {
                timeouts.begin(() -> {});
                vertx.setTimer(
                        200,
                        later -> context.verify(() -> {
                            assertThat(ended).containsExactly("second");
                            context.completeNow();
                        }));
            });
            vertx.setTimer(20, later -> timeouts.begin(() -> ended.add("second")));
        });
    }

    @Test
    void oneThatThrows_doesNotKeepTheOthersWaiting(Vertx vertx, VertxTestContext context) {
        vertx.runOnContext(begin -> {
            vertx.getOrCreateContext().exceptionHandler(expected -> {});
            Timeouts timeouts = new Timeouts(vertx, 5);
            timeouts.begin(() -> {
                throw new IllegalStateException("on purpose");
            });
            timeouts.begin(context::completeNow);
        });
    }
}
