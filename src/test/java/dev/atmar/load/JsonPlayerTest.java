package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Timeout(60)
class JsonPlayerTest {
    private Vertx vertx;
    private Upstream upstream;
    private JsonObject plan;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        plan = new JsonObject()
                .put("url", upstream.url("/echo"))
                .put("params_list", new JsonArray().add("a").add("b"));
    }

    private JsonObject held() {
        return plan.copy().put("url", upstream.url("/hold"));
    }

    @Test
    void onAnOrdinaryThread_theResultIsReturned() {
        try (JsonPlayer player = JsonPlayer.create()) {
            RunResult result = player.run(plan);

            assertThat(result.results())
                    .extracting(each -> each.answer().toString())
                    .containsExactly("\"a\"", "\"b\"");
            assertThat(result.summary().ok()).isEqualTo(2);
        }
        Waiting.until("nothing is left open", () -> upstream.connections.get() == 0);
    }

    @Test
    void onAWorkerThread_orderedOrNot_theResultIsReturned() {
        JsonPlayer player = JsonPlayer.on(vertx);

        assertThat(Waiting.await(vertx.executeBlocking(() -> player.run(plan), false))
                        .results())
                .hasSize(2);
        assertThat(Waiting.await(vertx.executeBlocking(() -> player.run(plan))).results())
                .hasSize(2);
    }

    @Test
    void onAnEventLoop_isRefusedAtOnce() {
        JsonPlayer player = JsonPlayer.on(vertx);

        assertThatThrownBy(() -> Waiting.await(vertx.timer(1).map(tick -> player.run(plan))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("atmar.load.run")
                .hasMessageContaining("executeBlocking");
        assertThat(upstream.requests).hasValue(0);
    }

    @Test
    void onAnEventLoopThatIsNotOfVertx_isRefusedAtOnce() {
        JsonPlayer player = JsonPlayer.on(vertx);
        MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            assertThatThrownBy(() -> loops.submit(() -> player.run(plan)).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void interrupted_theRunIsCancelledAndTheThreadStaysInterrupted() throws Exception {
        JsonPlayer player = JsonPlayer.on(vertx);
        FutureTask<RunResult> task = new FutureTask<>(() -> {
            RunResult result = player.run(held());
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            return result;
        });
        Thread caller = new Thread(task, "caller");
        caller.start();
        Waiting.until("both are in flight", () -> upstream.inFlight.get() == 2);

        caller.interrupt();

        assertThat(task.get(30, TimeUnit.SECONDS).summary().cancelled()).isTrue();
        Waiting.until("nothing is in flight", () -> upstream.connections.get() == 0);
    }

    @Test
    void interruptedBeforehand_theCallReturnsCancelled() throws Exception {
        JsonPlayer player = JsonPlayer.on(vertx);
        FutureTask<RunResult> task = new FutureTask<>(() -> {
            Thread.currentThread().interrupt();
            return player.run(held());
        });
        new Thread(task, "caller").start();

        assertThat(task.get(30, TimeUnit.SECONDS).summary().cancelled()).isTrue();
        Waiting.until("nothing is in flight", () -> upstream.connections.get() == 0);
    }

    @Test
    void theInstanceIsClosedMeanwhile_theCallReturnsCancelled() throws Exception {
        JsonPlayer player = JsonPlayer.create();
        FutureTask<RunResult> task = new FutureTask<>(() -> player.run(held()));
        new Thread(task, "caller").start();
        Waiting.until("both are in flight", () -> upstream.inFlight.get() == 2);

        player.close();

        assertThat(task.get(30, TimeUnit.SECONDS).summary().cancelled()).isTrue();
        assertThatThrownBy(() -> player.run(plan)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void manyThreadsAtOnce_eachGetsItsOwnResult() throws Exception {
        JsonPlayer player = JsonPlayer.on(vertx);
        FutureTask<RunResult> first = new FutureTask<>(() -> player.run(held()));
        FutureTask<RunResult> second = new FutureTask<>(() -> player.run(held()));
        new Thread(first).start();
        new Thread(second).start();
        upstream.release(4);

        assertThat(first.get(30, TimeUnit.SECONDS).summary().ok()).isEqualTo(2);
        assertThat(second.get(30, TimeUnit.SECONDS).summary().ok()).isEqualTo(2);
    }

    @Test
    void aBadPlan_isRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> JsonPlayer.on(vertx).run(plan.put("concurrent", 0)))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("concurrent: ");
    }
}
