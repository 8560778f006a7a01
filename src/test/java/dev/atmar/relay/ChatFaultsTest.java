package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything goes wrong at once, on two loops: in the end no place is lost, and no answer was half and looked whole. */
@ExtendWith(VertxExtension.class)
final class ChatFaultsTest {
    private static final String GOOD_STREAM =
            Chunked.stream("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
    private static final String JSON = "content-type: application/json\r\nconnection: close\r\ncontent-length: ";

    private static final List<String> ANSWERS = List.of(
            "",
            "garbage\r\n\r\n",
            "HTTP/1.1 200 OK\r\n",
            "HTTP/1.1 200 OK\r\n" + JSON + "99\r\n\r\n{\"choices\"",
            "HTTP/1.1 200 OK\r\n" + JSON + "1\r\n\r\n\n",
            "HTTP/1.1 200 OK\r\n" + JSON + Backend.COMPLETION.length() + "\r\n\r\n" + Backend.COMPLETION,
            "HTTP/1.1 401 No\r\n" + JSON + "2\r\n\r\n{}",
            "HTTP/1.1 402 No\r\n" + JSON + "9\r\n\r\n{}",
            "HTTP/1.1 422 No\r\n" + JSON + "2\r\n\r\n{}",
            "HTTP/1.1 429 No\r\n" + JSON + "2\r\n\r\n{}",
            "HTTP/1.1 503 No\r\n" + JSON + "2\r\n\r\n{}",
            "HTTP/1.1 302 No\r\nlocation: /\r\n" + JSON + "2\r\n\r\n{}",
            Chunked.STREAM_HEAD + Chunked.chunk(": comment\n\n"),
            Chunked.STREAM_HEAD + Chunked.chunk("data: {\"choices\":[]}\n\n"),
            Chunked.STREAM_HEAD + Chunked.chunk("data: {\"error\":{\"message\":\"no\"}}\n\n") + Chunked.END,
            GOOD_STREAM,
            GOOD_STREAM);

    @Test
    void whateverHappens_noPlaceIsLost(Vertx vertx) throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            String answer = ANSWERS.get(new Random(number.getAndIncrement()).nextInt(ANSWERS.size()));
            session.write(answer);
        })) {
            JsonObject settings = new JsonObject()
                    .put("instances", 2)
                    .put("bench_ms", 50)
                    .put("queue_requests", 20)
                    .put("held_bytes", 40);
            Relay relay = Pool.deploy(
                    vertx,
                    settings,
                    Pool.account("one", peer.url(), "sk-1", "sk-2").put("limit", "auto"),
                    Pool.account("other", peer.url() + "/v1").put("limit", 2),
                    Pool.account("gone", RawPeer.refusing()).put("limit", 2));
            ExecutorService callers = Executors.newFixedThreadPool(16);
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Random random = new Random(i);
                calls.add(() -> call(relay, random));
            }
            for (Future<Void> call : callers.invokeAll(calls, 120, TimeUnit.SECONDS)) {
                call.get();
            }
            callers.shutdownNow();
            for (String account : List.of("one", "other", "gone")) {
                Pool.awaitFree(relay, account);
            }
            Numbers numbers = Numbers.of(relay);
            assertThat(numbers.value("atmar_requests_in_flight")).isZero();
            assertThat(numbers.sum("atmar_requests_total")).isEqualTo(400);
            assertThat(numbers.samples().keySet()).noneMatch(name -> name.contains("status=\"500\""));
            assertThat(number).hasValueGreaterThan(100);
        }
    }

    private static Void call(Relay relay, Random random) throws IOException {
        boolean stream = random.nextBoolean();
        String body = Pool.ask().put("stream", stream).put("timeout_ms", 3000).encode();
        try (RawCaller caller = RawCaller.of(relay)) {
            caller.send("POST " + Pool.PATH + " HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\ncontent-length: "
                    + body.length() + "\r\n\r\n" + body);
            if (random.nextInt(4) == 0) {
                if (random.nextBoolean()) {
                    caller.readBytes(1);
                }
                caller.reset();
                return null;
            }
            String answer = caller.readRest();
            if (answer.contains("text/event-stream") && !answer.contains("[DONE]")) {
                assertThat(answer).contains("data: {\"error\":");
            }
        }
        return null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/a_deepseek/", "/atmar/"})
    void traceThatNoHeaderCouldHold_costsNoPlace(String path, Vertx vertx) throws IOException {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        String body = path.equals("/atmar/")
                ? new JsonObject().put("url", backend.url()).put("params", 1).encode()
                : Pool.ask().put("url", backend.url()).encode();
        for (String trace : List.of("00-\u0001", "00-\u007f", "00-\u00e9", "00-\t", "")) {
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.send("POST " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\ntraceparent: " + trace
                        + "\r\nconnection: close\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
                assertThat(caller.readRest()).matches("(?s)HTTP/1.1 (200|400) .*");
            }
        }
        Pool.awaitFree(relay, "main");
    }

    @Test
    void connectionThatIsNotTakenUp_isTriedAgain(Vertx vertx) {
        Backend backend = Backend.silent(vertx);
        JsonObject settings = new JsonObject().put("connect_ms", 300).put("max_connections", 1);
        Relay relay = Pool.deploy(vertx, settings, Pool.account("main", backend.url()));
        relay.postLater(Pool.PATH, Pool.ask());
        backend.next();
        Answered.error(relay.post(Pool.PATH, Pool.ask()), 504, "connect_timeout", null);
        assertThat(Numbers.of(relay).sum("atmar_retries_total")).isEqualTo(2);
        assertThat(backend.total()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 422})
    void secondAnswerBehindAStreamsHead_isAnErrorEventWhenItIsNoStream(int status, Vertx vertx) throws IOException {
        AtomicInteger calls = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            String body = status == 200 ? Backend.COMPLETION : Pool.error("no");
            session.write(
                    calls.incrementAndGet() == 1
                            ? Chunked.STREAM_HEAD + Chunked.chunk(": keep-alive\n\n")
                            : "HTTP/1.1 " + status + " OK\r\n" + JSON + body.length() + "\r\n\r\n" + body);
        })) {
            Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", peer.url()));
            String events = relay.post(Pool.PATH, Pool.stream()).body();
            assertThat(events).contains("data: {\"error\":").doesNotContain("[DONE]", "choices");
            assertThat(calls).hasValueGreaterThan(1);
            Pool.awaitFree(relay, "main");
        }
    }

    @Test
    void slowReader_slowsNobodyElse(Vertx vertx) throws IOException {
        String event = Chunked.chunk("data: {\"choices\":[],\"x\":\"" + "y".repeat(10_000) + "\"}\n\n");
        AtomicInteger written = new AtomicInteger();
        try (RawPeer peer = RawPeer.of(session -> {
            String question = session.readRequest();
            if (!question.contains("slow")) {
                session.write(GOOD_STREAM);
                return;
            }
            session.write(Chunked.STREAM_HEAD);
            for (; written.get() < 5000; written.incrementAndGet()) {
                session.write(event);
            }
            session.write(Chunked.chunk("data: [DONE]\n\n") + Chunked.END);
        })) {
            Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", peer.url()));
            try (RawCaller slow = RawCaller.slowReader(relay)) {
                slow.post(Pool.PATH, Pool.stream().put("user", "slow"));
                slow.readHead();
                int before = -1;
                while (before != written.get()) {
                    before = written.get();
                    for (int i = 0; i < 50; i++) {
                        assertThat(relay.post(Pool.PATH, Pool.stream()).body()).contains("[DONE]");
                    }
                }
                assertThat(before).isLessThan(4000);
            }
            Pool.awaitFree(relay, "main");
        }
    }
}
