package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(VertxExtension.class)
class DrainingLabTest {
    private static final boolean HAS_VIRTUAL_THREADS = Runtime.version().feature() >= 21;

    /** Waits until so many sleeps of this way run, asking the lab itself; the question is one sleep more. */
    private static void untilRunning(Lab lab, Way way, int others) {
        Lab.until(others + " sleeps", () -> Lab.running(lab.get(way.path() + "?ms=1")) == others + 1);
    }

    private static void untilPing(Lab lab, int status) {
        Lab.until("ping " + status, () -> lab.get("/ping").statusCode() == status);
    }

    /** Every way that sleeps beside the event loop, and is served by the running Java. */
    static Stream<Way> parallelWays() {
        Stream<Way> virtual = HAS_VIRTUAL_THREADS ? Stream.of(Way.VIRTUAL) : Stream.empty();
        return Stream.concat(
                Stream.of(Way.EXECUTE_BLOCKING, Way.ASYNC, Way.ASYNC_THREAD_TEST, Way.ASYNC_COROUTINE_TEST), virtual);
    }

    @ParameterizedTest
    @MethodSource("parallelWays")
    void whileItDrains_sleepsInFlightFinishAndNewOnesAreRefused(Way way, Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            lab.get("/ping");
            Future<HttpResponse<Buffer>> inFlight = lab.send(way.path() + "?ms=2000");
            untilRunning(lab, way, 1);
            Future<Void> stopped = lab.vertx.undeploy(lab.id);
            untilPing(lab, 503);
            HttpResponse<Buffer> answer = Lab.done(inFlight);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.bodyAsString()).isEqualTo("\"ok\"");
            Lab.done(stopped);
        }
    }

    @Test
    void sleepsThatOutlastTheDrain_doNotHoldUpTheStop(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("drain_ms", 200))) {
            List<Future<HttpResponse<Buffer>>> inFlight = new ArrayList<>();
            for (Way way : List.of(Way.EXECUTE_BLOCKING, Way.ASYNC, Way.ASYNC_THREAD_TEST)) {
                inFlight.add(lab.send(way.path() + "?ms=60000"));
                untilRunning(lab, way, 1);
            }
            inFlight.add(lab.send("/sleep/ordered?ms=60000"));
            inFlight.add(lab.send("/sleep/virtual?ms=60000"));
            long start = System.nanoTime();
            Lab.done(lab.vertx.undeploy(lab.id));
            Lab.done(lab.vertx.close());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
            Lab.done(Future.join(inFlight).otherwiseEmpty());
            assertThat(inFlight.get(0).failed()).isTrue();
        }
    }

    @Test
    void clientLeavesDuringATimer_theTimerIsCancelledAndTheCountsReturnToZero(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            HttpClient leaver = vertx.createHttpClient();
            leaver.request(lab.request("/sleep/async?ms=60000")).compose(HttpClientRequest::send);
            untilRunning(lab, Way.ASYNC, 1);
            leaver.close();
            untilRunning(lab, Way.ASYNC, 0);
            long start = System.nanoTime();
            Lab.done(lab.vertx.undeploy(lab.id));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void clientLeavesDuringASleepOnAThread_theSleepFinishesAndTheCountsReturnToZero(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            HttpClient leaver = vertx.createHttpClient();
            leaver.request(lab.request("/async_thread_test?ms=2000")).compose(HttpClientRequest::send);
            untilRunning(lab, Way.ASYNC_THREAD_TEST, 1);
            leaver.close();
            untilRunning(lab, Way.ASYNC_THREAD_TEST, 0);
        }
    }

    @Test
    void sleepsWhoseCallersLeft_stillCountAgainstTheBound(Vertx vertx) {
        JsonObject one = new JsonObject().put("coroutine_pool", 1).put("max_in_flight", 2);
        try (Lab lab = Lab.start(vertx, one)) {
            HttpClient leaver = vertx.createHttpClient();
            leaver.request(lab.request("/async_coroutine_test?ms=3000")).compose(HttpClientRequest::send);
            leaver.request(lab.request("/async_coroutine_test?ms=3000")).compose(HttpClientRequest::send);
            untilPing(lab, 503);
            leaver.close();
            untilPing(lab, 200);
            assertThat(lab.get("/async_coroutine_test?ms=1").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void hurriedFromAnotherThread_sleepsOnTheEventLoopEndAndTheStopIsShort(Vertx vertx) {
        try (Lab lab = Lab.start(vertx)) {
            lab.volley(20, "/ping");
            List<Future<HttpResponse<Buffer>>> queued = Stream.generate(() -> lab.send("/sleep/blocking?ms=2500"))
                    .limit(20)
                    .toList();
            Lab.done(Future.any(queued));
            long start = System.nanoTime();
            Future<Void> stopped = lab.vertx.undeploy(lab.id);

            lab.verticle.hurry();

            Lab.done(stopped);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            List<Integer> answers = queued.stream()
                    .map(answer -> Lab.done(answer).statusCode())
                    .sorted()
                    .toList();
            assertThat(answers).hasSize(20).startsWith(200).contains(503).containsOnly(200, 503);
            assertThat(answers.get(10)).isEqualTo(503);
        }
    }

    @Test
    void onceHurried_nothingSleepsOnTheEventLoop_andEveryRefusalIsCountedOut(Vertx vertx) {
        try (Lab lab = Lab.start(vertx, new JsonObject().put("max_in_flight", 3))) {
            lab.verticle.hurry();
            lab.verticle.hurry();
            for (int i = 0; i < 10; i++) {
                HttpResponse<Buffer> answer = lab.get("/sleep/blocking?ms=60000");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(Lab.error(answer).getString("code")).isEqualTo("draining");
            }
            assertThat(lab.get("/sleep/async?ms=1").statusCode()).isEqualTo(200);
            assertThat(lab.get("/sleep/ordered?ms=1").statusCode()).isEqualTo(200);
        }
    }
}
