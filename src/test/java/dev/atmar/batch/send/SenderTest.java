package dev.atmar.batch.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.batch.send.ScriptedUpstream.Answer;
import dev.atmar.load.call.ErrorType;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class SenderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String BODY = "{\"model\": \"m\", \"messages\": [], \"max_tokens\": 10}";

    @TempDir
    private Path folder;

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx vertx) {
        this.vertx = vertx;
    }

    private Sending sending(int concurrent, int retries) {
        return Sending.begin(vertx, Sending.options(Sending.fixed(concurrent), LONG, retries), folder);
    }

    @Test
    void asManyAsAreToBeInFlight_areSent_andNoMore() {
        ScriptedUpstream upstream =
                new ScriptedUpstream(vertx, number -> Answer.ok().after(20));
        Sending sending = sending(5, 0);
        sending.add(upstream.url(), BODY, 40);

        List<News.Ended> results = sending.next(40, News.Ended.class);

        assertThat(upstream.peak).hasValue(5);
        assertThat(results).allSatisfy(result -> {
            assertThat(result.outcome().status()).isEqualTo(200);
            assertThat(result.attempts()).isEqualTo(1);
            assertThat(result.millis()).isGreaterThanOrEqualTo(15);
        });
    }

    @Test
    void room_isAskedFor_fewTasksAhead() {
        Sending sending = sending(3, 0);
        int wanted = sending.next(News.Wanted.class).tasks();
        assertThat(wanted).isEqualTo(3 + 16).isLessThan(Sender.mostHeld(Sending.fixed(3)));
    }

    @Test
    void whatFails_isTriedAgain_untilItSucceeds() {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> switch (number) {
            case 0 -> Answer.error(500, "first");
            case 1 -> new Answer(-1, "", null, 0);
            case 2 -> Answer.of(200, "  ");
            default -> Answer.ok();
        });
        Sending sending = sending(1, 3);
        sending.add(upstream.url(), BODY, 1);

        News.Ended result = sending.next(News.Ended.class);

        assertThat(result.outcome().error()).isNull();
        assertThat(result.attempts()).isEqualTo(4);
        assertThat(result.retried()).isEqualTo(3);
        assertThat(result.kind()).isNull();
    }

    @Test
    void whenNoAttemptIsLeft_theLastErrorIsTheResult() {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> Answer.error(503, "overloaded " + number));
        Sending sending = sending(1, 1);
        sending.add(upstream.url(), BODY, 1);

        News.Ended result = sending.next(News.Ended.class);

        assertThat(result.outcome().error().message()).isEqualTo("overloaded 1");
        assertThat(result.kind()).isEqualTo("http_503");
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void aCompletionThatGaveUp_isTriedAgain() {
        String gaveUp = "{\"choices\": [{\"finish_reason\": \"insufficient_system_resource\"}]}";
        String said = "{\"choices\": [{\"message\": {\"content\": \"insufficient_system_resource\"}}]}";
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> Answer.of(200, number == 0 ? gaveUp : said));
        Sending sending = sending(1, 1);
        sending.add(upstream.url(), BODY, 1);

        News.Ended result = sending.next(News.Ended.class);

        assertThat(result.outcome().answer()).hasToString(said);
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void whatIsWrongWithTheTask_isNotTriedAgain() {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> Answer.error(422, "no"));
        Sending sending = sending(1, 3);
        sending.add(upstream.url(), BODY, 1);
        assertThat(sending.next(News.Ended.class).attempts()).isEqualTo(1);
    }

    @Test
    void retryAfter_isHonoured() {
        ScriptedUpstream upstream = new ScriptedUpstream(
                vertx, number -> number == 0 ? Answer.error(429, "slow down").retryAfter("1") : Answer.ok());
        Sending sending = sending(2, 1);
        sending.add(upstream.url(), BODY, 1);

        assertThat(sending.next(News.Ended.class).outcome().error()).isNull();

        assertThat(upstream.arrivals.get(1) - upstream.arrivals.get(0))
                .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(995));
    }

    @Test
    void aStatedLimit_isKeptTo_andNoTaskFails() {
        ScriptedUpstream upstream = new ScriptedUpstream(
                vertx,
                number -> number < 8
                        ? Answer.error(429, "which exceeds your concurrency limit of 2 based on")
                                .after(5)
                        : Answer.ok().after(10));
        Sending sending = sending(8, 0);
        sending.add(upstream.url(), BODY, 24);
        List<News.Ended> results = sending.next(24, News.Ended.class);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.outcome().error()).isNull());
    }

    @Test
    void aTimeout_endsOneAttempt() {
        ScriptedUpstream upstream =
                new ScriptedUpstream(vertx, number -> number == 0 ? new Answer(0, "", null, 0) : Answer.ok());
        Sending sending = Sending.begin(vertx, Sending.options(Sending.fixed(1), Duration.ofMillis(150), 1), folder);
        sending.add(upstream.url(), BODY, 1);
        News.Ended result = sending.next(News.Ended.class);
        assertThat(result.outcome().error()).isNull();
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void nobodyListening_isHopeless() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0)) {
            port = gone.getLocalPort();
        }
        Sending sending = sending(1, 0);
        sending.add("http://127.0.0.1:" + port + "/", BODY, 1);
        News.Ended result = sending.next(News.Ended.class);
        assertThat(result.outcome().error().type()).isEqualTo(ErrorType.REFUSED);
        assertThat(result.isHopeless()).isTrue();
    }

    @Test
    void aRateBudget_spreadsThem() {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> Answer.ok());
        SendOptions options =
                new SendOptions(Sending.fixed(20), LONG, LONG, 0, 1200L, null, Map.of(), List.of(), 1 << 20);
        Sending sending = Sending.begin(vertx, options, folder);
        sending.add(upstream.url(), BODY, 25);
        sending.next(25, News.Ended.class);
        long took = upstream.arrivals.get(24) - upstream.arrivals.get(0);
        assertThat(took).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(900));
    }

    @Test
    void usage_isRead_andCorrectsTheBudget() {
        ScriptedUpstream upstream = new ScriptedUpstream(
                vertx, number -> Answer.of(200, "{\"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 4}}"));
        SendOptions options =
                new SendOptions(Sending.fixed(1), LONG, LONG, 0, null, 1_000_000L, Map.of(), List.of(), 1 << 20);
        Sending sending = Sending.begin(vertx, options, folder);
        sending.add(upstream.url(), "{\"model\": \"m\", \"max_tokens\": 100000}", 3);
        List<News.Ended> results = sending.next(3, News.Ended.class);
        assertThat(results).extracting(News.Ended::usage).containsOnly(new Usage(3, 4));
    }

    @Test
    void stopped_whatIsInFlightFinishes_whatWaitsIsGivenBack() {
        ScriptedUpstream upstream =
                new ScriptedUpstream(vertx, number -> Answer.ok().after(300));
        Sending sending = sending(2, 0);
        sending.add(upstream.url(), BODY, 10);
        awaitRequests(upstream, 2);

        sending.stop(LONG);

        assertThat(sending.next(8, News.Returned.class)).noneMatch(News.Returned::inFlight);
        assertThat(sending.next(2, News.Ended.class)).allMatch(result -> result.kind() == null);
        sending.next(News.Idle.class);
        assertThat(upstream.requests).hasValue(2);
    }

    @Test
    void stopped_whatDoesNotFinishInTime_isReset_andCountsAsRepeated() throws Exception {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> new Answer(0, "", null, 0));
        Sending sending = sending(2, 3);
        sending.add(upstream.url(), BODY, 2);
        awaitRequests(upstream, 2);

        sending.stop(Duration.ofMillis(50));

        assertThat(sending.next(2, News.Returned.class)).allMatch(News.Returned::inFlight);
        sending.next(News.Idle.class);
        assertThat(InFlightJournal.open(folder.resolve("inflight"), 2, task -> false)
                        .repeated())
                .isEqualTo(2);
    }

    @Test
    void stopped_inAPause_isGivenBackAtOnce() {
        ScriptedUpstream upstream =
                new ScriptedUpstream(vertx, number -> Answer.error(503, "busy").retryAfter("3600"));
        Sending sending = sending(1, 3);
        sending.add(upstream.url(), BODY, 1);
        awaitRequests(upstream, 1);
        sending.stop(LONG);
        assertThat(sending.next(News.Returned.class).inFlight()).isFalse();
        sending.next(News.Idle.class);
    }

    @Test
    void stopped_withTheBudgetSpent_isGivenBackAtOnce() {
        ScriptedUpstream upstream = new ScriptedUpstream(vertx, number -> Answer.ok());
        SendOptions options = new SendOptions(Sending.fixed(4), LONG, LONG, 0, 1L, null, Map.of(), List.of(), 1 << 20);
        Sending sending = Sending.begin(vertx, options, folder);
        sending.add(upstream.url(), BODY, 6);
        sending.next(News.Ended.class);
        sending.stop(LONG);
        sending.next(5, News.Returned.class);
        sending.next(News.Idle.class);
        assertThat(upstream.requests).hasValue(1);
    }

    private static void awaitRequests(ScriptedUpstream upstream, int wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (upstream.requests.get() < wanted && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(upstream.requests.get()).isGreaterThanOrEqualTo(wanted);
    }
}
