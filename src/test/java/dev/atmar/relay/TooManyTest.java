package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 429 is no answer for a caller as long as waiting may help, and is passed on as it was when it does not. */
@ExtendWith(VertxExtension.class)
final class TooManyTest {
    private static final String STATED = "Your current concurrency is %d, which exceeds your concurrency limit of 2"
            + " based on your remaining balance. Please top up your balance to restore your concurrency.";

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void besideOthers_allAreAnsweredInTheEnd(boolean stated) {
        AtomicInteger inFlight = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Backend backend = Backend.of(vertx, call -> {
            int now = inFlight.incrementAndGet();
            if (now > 2) {
                inFlight.decrementAndGet();
                refused.incrementAndGet();
                call.answer(429, Pool.error(stated ? STATED.formatted(now) : "Rate limit reached"));
            } else {
                vertx.setTimer(50, later -> {
                    inFlight.decrementAndGet();
                    call.answer(200, Backend.COMPLETION);
                });
            }
        });
        Relay relay = Pool.deploy(
                vertx, new JsonObject(), Pool.account("main", backend.url()).put("limit", 6));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 12)
                .mapToObj(i -> relay.postLater(Pool.PATH, Pool.ask()))
                .toList();
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        assertThat(refused).hasPositiveValue();
        Numbers numbers = Numbers.of(relay);
        assertThat(numbers.sum("atmar_retries_total")).isZero();
        assertThat(numbers.value("atmar_in_flight{account=\"main\"}")).isZero();
        if (stated) {
            assertThat(refused).hasValueLessThanOrEqualTo(6);
        }
    }

    @Test
    void statedLimit_isTaken() {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(
                vertx, new JsonObject(), Pool.account("main", backend.url()).put("limit", 5));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 5)
                .mapToObj(i -> relay.postLater(Pool.PATH, Pool.ask()))
                .toList();
        List<Backend.Call> calls =
                IntStream.range(0, 5).mapToObj(i -> backend.next()).toList();
        calls.get(4).answer(429, Pool.error(STATED.formatted(5)));
        untilLimit(relay, 2);
        calls.subList(0, 3).forEach(call -> call.answer(200, Backend.COMPLETION));
        Backend.Call again = backend.next();
        again.answer(200, Backend.COMPLETION);
        calls.get(3).answer(200, Backend.COMPLETION);
        answers.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        assertThat(backend.total()).isEqualTo(6);
    }

    private static void untilLimit(Relay relay, int limit) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(Await.SECONDS).toNanos();
        while (Numbers.of(relay).value("atmar_limit{account=\"main\"}") != limit) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/a_deepseek/"})
    void alone_itIsAskedTwiceMoreAndNotTooSoon(String path) {
        Backend backend = Backend.json(vertx, 429, Pool.error("TPM, they say"), "retry-after", "1");
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        long begun = System.nanoTime();
        HttpResponse<String> answer = relay.post(path, Pool.ask().put("url", backend.url()));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        String code = path.equals(Pool.PATH) ? "theirs" : "upstream_429";
        JsonObject told = Answered.error(answer, 429, code, null);
        assertThat(told.getString("message")).isEqualTo("TPM, they say");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(backend.total()).isEqualTo(3);
        assertThat(took).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @CsvSource({"9", "30", "999999"})
    void aloneAndToldToStayAway_itIsPassedOnAtOnce(String seconds) {
        Backend backend = Backend.json(vertx, 429, Pool.error("no"), "retry-after", seconds);
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        long begun = System.nanoTime();
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue(seconds);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void dateToComeBackAt_isKept() {
        AtomicInteger calls = new AtomicInteger();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(4));
        Backend backend = Backend.of(
                vertx,
                call -> call.answer(calls.incrementAndGet() == 1 ? 429 : 200, Backend.COMPLETION, "retry-after", date));
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ZonedDateTime.now(ZoneOffset.UTC))
                .isAfterOrEqualTo(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        assertThat(calls).hasValue(2);
    }

    @Test
    void afterARefusal_othersOfTheAccountWaitToo() {
        AtomicInteger calls = new AtomicInteger();
        Backend backend = Backend.of(
                vertx,
                call -> call.answer(calls.incrementAndGet() == 1 ? 429 : 200, Backend.COMPLETION, "retry-after", "9"));
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        assertThat(relay.post(Pool.PATH, Pool.ask()).statusCode()).isEqualTo(429);
        HttpResponse<String> tooSoon = relay.post(Pool.PATH, Pool.ask(), "x-stainless-timeout", "0.5");
        assertThat(tooSoon.statusCode()).isEqualTo(504);
        assertThat(calls).hasValue(1);
    }
}
