package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, how often, and what never is. */
@ExtendWith(VertxExtension.class)
final class RetriesTest {
    private static final JsonObject NONE = new JsonObject();
    private static final String GIVEN_UP = Backend.COMPLETION.replace("stop", "insufficient_system_resource");

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 408, 409, 422, 501, 502, 504})
    void whatWouldFailAgain_isAskedOnce(int status) {
        Backend backend = Backend.json(vertx, status, Pool.error("no"));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        assertThat(answer.statusCode()).isEqualTo(status < 500 ? status : 502);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402})
    void refusalOfACallersOwnKey_isPassedOnAndNotRemembered(int status) {
        AtomicInteger calls = new AtomicInteger();
        Backend backend = Backend.of(
                vertx,
                call -> call.answer(
                        calls.incrementAndGet() == 1 ? status : 200,
                        calls.get() == 1 ? Pool.error("no") : Backend.COMPLETION));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine");
        Answered.error(answer, status, "theirs", null);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(backend.total()).isEqualTo(1);
        assertThat(relay.post(Pool.PATH, Pool.ask(), "authorization", "Bearer sk-mine")
                        .statusCode())
                .isEqualTo(200);
        assertThat(backend.next().headers().get("authorization")).isEqualTo("Bearer sk-mine");
    }

    @ParameterizedTest
    @CsvSource({
        "500, '{}', upstream_500",
        "503, '<html>', upstream_503",
        "200, '', upstream_blank",
        "200, '\n\n', upstream_blank",
        "200, GIVEN_UP, insufficient_system_resource"
    })
    void whatMaySucceedNextTime_isAskedAsOftenAsTheSettingsSay(int status, String body, String code) {
        Backend backend = Backend.json(vertx, status, body.replace("GIVEN_UP", GIVEN_UP));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        Answered.error(answer, 502, code, null);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(backend.total()).isEqualTo(3);
        JsonObject own = Pool.ask().put("url", backend.url());
        Answered.error(relay.post("/a_deepseek/", own), 502, code, null);
        assertThat(backend.total()).isEqualTo(6);
        assertThat(Numbers.of(relay).sum("atmar_retries_total")).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
                Chunked.JSON_HEAD + "2\r\n[1\r\n",
                Chunked.STREAM_HEAD,
                Chunked.STREAM_HEAD + "c\r\n: comment\n\n\r\n0\r\n\r\n"
            })
    void connectionThatBreaksBeforeTheFirstDelta_isAskedAgain(String bytes) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(
                    calls.incrementAndGet() < 3
                            ? bytes
                            : Chunked.stream("data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"));
        })) {
            Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", peer.url()));
            HttpResponse<String> answer = relay.post(Pool.PATH, Pool.stream());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"stop\"", "[DONE]").doesNotContain("error");
            assertThat(calls).hasValue(3);
        }
    }

    @Test
    void refusedConnection_isTriedAgainAndSaysSo() throws IOException {
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", RawPeer.refusing()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        Answered.error(answer, 502, "upstream_unreachable", null);
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(Numbers.of(relay).sum("atmar_retries_total")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100 Continue", "103 Early Hints"})
    void whatComesBeforeTheAnswer_isNoneYet(String early) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            calls.incrementAndGet();
            session.write("HTTP/1.1 " + early + "\r\n\r\n");
            session.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                    + Backend.COMPLETION.length() + "\r\n\r\n" + Backend.COMPLETION);
        })) {
            Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", peer.url()));
            assertThat(relay.post(Pool.PATH, Pool.ask()).body()).isEqualTo(Backend.COMPLETION);
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void afterTheFirstDelta_nothingIsAskedAgain() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            calls.incrementAndGet();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk("data: {\"choices\":[]}\n\n"));
        })) {
            Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", peer.url()));
            HttpResponse<String> answer = relay.post(Pool.PATH, Pool.stream());
            assertThat(answer.body()).contains("upstream_closed").doesNotContain("[DONE]");
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void pause_isNotShorterThanTheUpstreamAsks() {
        AtomicInteger calls = new AtomicInteger();
        Backend backend = Backend.of(
                vertx,
                call -> call.answer(calls.incrementAndGet() == 1 ? 503 : 200, Backend.COMPLETION, "retry-after", "2"));
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        long begun = System.nanoTime();
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(12));
        String timing = answer.headers().firstValue("server-timing").orElseThrow();
        assertThat(Double.parseDouble(timing.replaceFirst("relay\\.q;dur=([0-9.]+).*", "$1")))
                .isGreaterThanOrEqualTo(2000);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void pauseBeyondTheCallersPatience_isNotBegun(int status) {
        Backend backend = Backend.json(vertx, status, Pool.error("busy, they say"), "retry-after", "7");
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", backend.url()));
        HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask(), "x-stainless-timeout", "6");
        assertThat(answer.body()).contains("busy, they say");
        assertThat(answer.statusCode()).isEqualTo(status == 503 ? 502 : 429);
        assertThat(answer.headers().firstValue("retry-after")).hasValue("7");
        assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(backend.total()).isEqualTo(1);
    }

    @Test
    void budgetThatIsSpent_endsAllRetries() {
        Backend backend = Backend.json(vertx, 500, Pool.error("no"));
        JsonObject retry =
                new JsonObject().put("retry", new JsonObject().put("times", 5).put("budget_percent", 0));
        Relay relay = Pool.deploy(vertx, retry, Pool.account("main", backend.url()));
        relay.post(Pool.PATH, Pool.ask());
        relay.post(Pool.PATH, Pool.ask());
        assertThat(backend.total()).isEqualTo(12);
        Answered.error(relay.post(Pool.PATH, Pool.ask()), 502, "upstream_500", null);
        assertThat(backend.total()).isEqualTo(13);
    }

    @Test
    void noRetriesInTheSettings_areNone() {
        Backend backend = Backend.json(vertx, 500, Pool.error("no"));
        JsonObject retry =
                new JsonObject().put("retry", new JsonObject().put("times", 0).put("budget_percent", 20));
        Relay relay = Pool.deploy(vertx, retry, Pool.account("main", backend.url()));
        relay.post(Pool.PATH, Pool.ask());
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400", "401", "404", "422"})
    void refusalThatBreaksOffBehindItsHead_isARefusalStill(int status) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            calls.incrementAndGet();
            session.readRequest();
            session.write(
                    "HTTP/1.1 " + status + " No\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{");
        })) {
            Relay relay = Pool.deploy(vertx, NONE, Pool.account("main", peer.url()));
            int told = status == 401 ? 502 : status;
            Answered.error(relay.post(Pool.PATH, Pool.ask()), told, "upstream_" + status, null);
            assertThat(calls).hasValue(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"first_byte", "idle", "progress", "total"})
    void deadline_isNotTriedAgain(String clock) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            calls.incrementAndGet();
            session.readRequest();
            if (clock.equals("idle")) {
                session.write(Chunked.JSON_HEAD);
                session.awaitClose();
            } else if (!clock.equals("first_byte")) {
                session.write(Chunked.JSON_HEAD);
                session.writeUntilClosed("1\r\n\n\r\n".getBytes(), 20);
            }
            session.awaitClose();
        })) {
            Relay relay =
                    Pool.deploy(vertx, new JsonObject().put(clock + "_ms", 300), Pool.account("main", peer.url()));
            HttpResponse<String> answer = relay.post(Pool.PATH, Pool.ask());
            Answered.error(answer, 504, clock + "_timeout", null);
            assertThat(answer.headers().firstValue("x-should-retry")).hasValue("false");
            assertThat(calls).hasValue(1);
            peer.awaitPlayed();
            Pool.awaitFree(relay, "main");
        }
    }

    @Test
    void ownRefusals_leaveItToTheClientToTryAgain() {
        Relay relay = Pool.deploy(vertx, NONE);
        for (Object body : new Object[] {"x", Pool.ask(), new JsonObject()}) {
            assertThat(relay.post(Pool.PATH, body).headers().firstValue("x-should-retry"))
                    .isEmpty();
        }
    }

    /** Another account is there, and is itself to be left alone: so neither is asked before its time. */
    @Test
    void whoAskedToBeLeftAlone_isNotAskedEarlier_thoughNobodyElseCanBe() {
        List<Long> asked = new CopyOnWriteArrayList<>();
        Backend busy = Backend.json(vertx, 429, Pool.error("Rate limit reached for TPM"), "retry-after", "60");
        Backend down = Backend.of(vertx, call -> {
            asked.add(System.nanoTime());
            call.answer(503, Pool.error("down"), "retry-after", "1");
        });
        Relay relay = Pool.deploy(vertx, NONE, Pool.account("busy", busy.url()), Pool.account("down", down.url()));
        while (busy.total() == 0) {
            relay.post(Pool.PATH, Pool.ask());
        }
        asked.clear();
        relay.post(Pool.PATH, Pool.ask());
        assertThat(asked).hasSize(3);
        long pause = Math.min(asked.get(1) - asked.get(0), asked.get(2) - asked.get(1));
        assertThat(pause).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(1) - TimeUnit.MILLISECONDS.toNanos(20));
    }
}
