package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Undeploying: calls that run, stream, wait for a turn or pause before a retry end well; new ones go elsewhere. */
@ExtendWith(VertxExtension.class)
final class ChatDrainTest {
    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @Test
    void callsThatRunAndWait_endWell() throws IOException {
        Backend backend = Backend.silent(vertx);
        Relay relay = Pool.deploy(
                vertx, new JsonObject(), Pool.account("main", backend.url()).put("limit", 1));
        CompletableFuture<HttpResponse<String>> running = relay.postLater(Pool.PATH, Pool.ask());
        Backend.Call call = backend.next();
        List<CompletableFuture<HttpResponse<String>>> waiting =
                List.of(relay.postLater(Pool.PATH, Pool.ask()), relay.postLater(Pool.PATH, Pool.ask()));
        while (Numbers.of(relay).value("atmar_queue_length{account=\"main\"}") < 2) {
            Thread.onSpinWait();
        }
        Future<Void> undeployed = relay.undeploy();
        untilDraining(relay);
        HttpResponse<String> refused = relay.post(Pool.PATH, Pool.ask());
        Answered.error(refused, 503, "draining", null);
        assertThat(refused.headers().firstValue("x-should-retry")).isEmpty();
        call.answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        backend.next().answer(200, Backend.COMPLETION);
        assertThat(Await.await(running).statusCode()).isEqualTo(200);
        waiting.forEach(answer -> assertThat(Await.await(answer).statusCode()).isEqualTo(200));
        Await.await(undeployed);
        assertThat(backend.total()).isEqualTo(3);
    }

    @Test
    void callThatPausesBeforeARetry_endsWell() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        Backend backend = Backend.of(
                vertx,
                call -> call.answer(calls.incrementAndGet() == 1 ? 503 : 200, Backend.COMPLETION, "retry-after", "1"));
        Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", backend.url()));
        CompletableFuture<HttpResponse<String>> answer = relay.postLater(Pool.PATH, Pool.ask());
        backend.next();
        Await.await(relay.undeploy());
        assertThat(Await.await(answer).statusCode()).isEqualTo(200);
        assertThat(calls).hasValue(2);
    }

    @Test
    void stream_endsWell() throws IOException {
        CountDownLatch draining = new CountDownLatch(1);
        try (RawPeer peer = RawPeer.of(session -> {
            session.readRequest();
            session.write(Chunked.STREAM_HEAD + Chunked.chunk("data: {\"choices\":[]}\n\n"));
            RawPeer.await(draining);
            session.write(Chunked.chunk("data: [DONE]\n\n") + Chunked.END);
        })) {
            Relay relay = Pool.deploy(vertx, new JsonObject(), Pool.account("main", peer.url()));
            try (RawCaller caller = RawCaller.of(relay)) {
                caller.post(Pool.PATH, Pool.stream());
                caller.readUntil("data: {\"choices\":[]}");
                Future<Void> undeployed = relay.undeploy();
                untilDraining(relay);
                draining.countDown();
                assertThat(caller.readUntil("0\r\n\r\n")).contains("[DONE]");
                Await.await(undeployed);
            }
        }
    }

    @Test
    void boundThatPasses_cutsBothEnds() throws IOException {
        Backend backend = Backend.silent(vertx);
        JsonObject settings = new JsonObject().put("drain_ms", 300);
        Relay relay =
                Pool.deploy(vertx, settings, Pool.account("main", backend.url()).put("limit", 1));
        try (RawCaller running = RawCaller.of(relay);
                RawCaller waiting = RawCaller.of(relay)) {
            running.post(Pool.PATH, Pool.ask());
            Backend.Call call = backend.next();
            waiting.post(Pool.PATH, Pool.ask());
            relay.settle();
            Await.await(relay.undeploy());
            assertThat(running.readRest()).isEmpty();
            assertThat(waiting.readRest()).isEmpty();
            Await.await(call.closed());
            assertThat(backend.total()).isEqualTo(1);
        }
    }

    private static void untilDraining(Relay relay) {
        while (relay.get("/health/ready").statusCode() != 503) {
            Thread.onSpinWait();
        }
    }
}
