package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The count alone, without a server; see {@link DrainingServerTest} for both together. */
@ExtendWith(VertxExtension.class)
final class DrainTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @Test
    void enterAndLeaveCount(Vertx vertx) {
        Drain drain = new Drain(vertx, 2);
        drain.enter();
        drain.enter();
        assertThat(drain.inFlight()).isEqualTo(2);
        assertRefused(drain::enter, "overloaded");
        drain.leave();
        drain.enter();
        drain.leave();
        drain.leave();
        assertThat(drain.inFlight()).isZero();
    }

    @Test
    void aLeaveTooMany_isABugAndNeverCountsBelowZero(Vertx vertx) {
        Drain drain = new Drain(vertx, 2);
        drain.enter();
        drain.leave();
        assertThatThrownBy(drain::leave).isInstanceOf(IllegalStateException.class);
        assertThat(drain.inFlight()).isZero();
    }

    @Test
    void aCallIsCountedUntilItsFutureEnds_howeverItEnds(Vertx vertx) {
        Drain drain = new Drain(vertx, 2);
        Promise<String> succeeds = Promise.promise();
        Promise<String> fails = Promise.promise();
        Future<String> first = drain.count(succeeds::future);
        Future<String> second = drain.count(fails::future);
        assertThat(drain.inFlight()).isEqualTo(2);
        succeeds.complete("done");
        fails.fail("broken");
        assertThat(drain.inFlight()).isZero();
        assertThat(Until.done(first)).isEqualTo("done");
        assertThat(Until.failed(second)).hasMessage("broken");
    }

    @Test
    void aCallThatIsOverAlready_isCountedOnce(Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        for (int round = 0; round < 3; round++) {
            drain.count(Future::succeededFuture);
            drain.count(() -> Future.failedFuture("broken"));
        }
        assertThat(drain.inFlight()).isZero();
    }

    @Test
    void aCallThatThrows_isNotCountedAnyMore(Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        assertThatThrownBy(() -> drain.count(() -> {
                    throw new IllegalStateException("thrown");
                }))
                .hasMessage("thrown");
        assertThatThrownBy(() -> drain.count(() -> {
                    throw new StackOverflowError("deep");
                }))
                .hasMessage("deep");
        assertThatThrownBy(() -> drain.count(() -> null)).isInstanceOf(NullPointerException.class);
        assertThat(drain.inFlight()).isZero();
    }

    @Test
    void aCallThatIsRefused_isNotMade(Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        drain.drain(LONG);
        assertRefused(
                () -> drain.count(() -> {
                    throw new AssertionError("called");
                }),
                "draining");
        assertThat(drain.inFlight()).isZero();
    }

    @Test
    void nothingInFlight_drainIsDoneAtOnce(Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        assertThat(drain.drain(LONG).succeeded()).isTrue();
        assertThat(drain.isDraining()).isTrue();
        assertRefused(drain::enter, "draining");
    }

    @Test
    void theLastToLeaveEndsTheDrain(Vertx vertx) {
        Drain drain = new Drain(vertx, 2);
        drain.enter();
        drain.enter();
        Future<Void> drained = drain.drain(LONG);
        drain.leave();
        assertThat(drained.isComplete()).isFalse();
        drain.leave();
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void drainTwice_bothEnd(Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        drain.enter();
        Future<Void> first = drain.drain(LONG);
        Future<Void> second = drain.drain(LONG);
        drain.leave();
        assertThat(first.succeeded()).isTrue();
        assertThat(second.succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT0.0000001S", "PT-1S", "PT0.05S"})
    void theBoundPasses_whateverIsStillInFlight(String bound, Vertx vertx) {
        Drain drain = new Drain(vertx, 1);
        drain.enter();
        Until.done(drain.drain(Duration.parse(bound)));
        assertThat(drain.inFlight()).isEqualTo(1);
        drain.leave();
        assertThat(drain.inFlight()).isZero();
    }

    private static void assertRefused(Runnable entering, String code) {
        assertThatThrownBy(entering::run).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.retryAfterSeconds()).isPositive();
        });
    }
}
