package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class BusTargetTest {
    private Vertx vertx;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        Waiting.await(vertx.deployVerticle(LoadVerticle.class.getName(), new DeploymentOptions()));
        vertx.eventBus().consumer("test.echo", message -> message.reply(message.body()));
        vertx.eventBus().consumer("test.full", message -> message.fail(429, "the queue is full"));
        vertx.eventBus().consumer("test.silent", message -> {});
    }

    private JsonObject run(JsonObject plan) {
        return Waiting.ask(vertx, Addresses.LOAD_RUN, plan);
    }

    private JsonObject result(String address) {
        JsonObject plan = new JsonObject()
                .put("url", "bus:" + address)
                .put("params_list", new JsonArray().add(new JsonObject().put("n", 1)))
                .put("timeout_ms", 500);
        return run(plan).getJsonArray("results").getJsonObject(0);
    }

    @Test
    void aReply_isTheResult() {
        JsonObject result = result("test.echo");

        assertThat(result.getInteger("status")).isEqualTo(200);
        assertThat(result.getJsonObject("result")).isEqualTo(new JsonObject().put("n", 1));
    }

    @Test
    void anyJsonValue_goesThereAndBack() {
        JsonArray values =
                new JsonArray().add("text").add(1.5).add(true).addNull().add(new JsonArray());
        JsonObject reply = run(new JsonObject().put("url", "bus:test.echo").put("params_list", values));

        for (int i = 0; i < values.size(); i++) {
            JsonObject result = reply.getJsonArray("results").getJsonObject(i);
            assertThat(result.containsKey("result")).isTrue();
            assertThat(result.getValue("result")).isEqualTo(values.getValue(i));
        }
    }

    @Test
    void nobodyServesTheAddress_noHandlers() {
        assertThat(result("test.nobody").getJsonObject("error").getString("type"))
                .isEqualTo("no_handlers");
    }

    @Test
    void theConsumerFails_itsCodeAndWordsAreTold() {
        JsonObject error = result("test.full").getJsonObject("error");

        assertThat(error.getString("type")).isEqualTo("status");
        assertThat(error.getInteger("status")).isEqualTo(429);
        assertThat(error.getString("message")).isEqualTo("429: the queue is full");
    }

    @Test
    void noReplyInTime_timeout() {
        assertThat(result("test.silent").getJsonObject("error").getString("type"))
                .isEqualTo("timeout");
    }

    @Test
    void aReplyThatIsNotJson_failsThatTask() {
        vertx.eventBus().consumer("test.raw", message -> message.reply(Buffer.buffer("{")));

        assertThat(result("test.raw").getJsonObject("error").getString("type")).isEqualTo("not_json");
    }

    @Test
    void twoHundredThousandFailAtOnce_theStackHoldsAndTheLoopIsServed() {
        Vertx oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Waiting.await(oneLoop.deployVerticle(new LoadVerticle()));
            LoopWatch watch = new LoopWatch(oneLoop);
            JsonObject plan = new JsonObject()
                    .put("url", "bus:test.nobody")
                    .put("params_list", new JsonArray().add(1))
                    .put("count", 200_000)
                    .put("concurrent", 100)
                    .put("keep_results", false);

            JsonObject summary = Waiting.ask(oneLoop, Addresses.LOAD_RUN, plan).getJsonObject("summary");

            assertThat(summary.getJsonObject("errors")).isEqualTo(new JsonObject().put("no_handlers", 200_000));
            assertThat(summary.getInteger("requests")).isEqualTo(200_000);
            assertThat(watch.longestGapMillis()).isLessThan(summary.getDouble("elapsed_ms") / 2);
        } finally {
            Waiting.await(oneLoop.close());
        }
    }

    /** Sees for how long the loop of a timer did not come to it. */
    private static final class LoopWatch {
        private final AtomicLong longest = new AtomicLong();
        private long last = System.nanoTime();

        private LoopWatch(Vertx vertx) {
            vertx.setPeriodic(1, tick -> {
                long now = System.nanoTime();
                longest.accumulateAndGet(now - last, Math::max);
                last = now;
            });
        }

        private double longestGapMillis() {
            return longest.get() / 1e6;
        }
    }
}
