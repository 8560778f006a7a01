package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoadCommandsTest {
    private final List<JsonObject> published = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private Upstream upstream;
    private String deployment;

    @BeforeEach
    void deploy(Vertx vertx) {
        this.vertx = vertx;
        upstream = new Upstream(vertx);
        LoadSettings small =
                LoadSettings.of(new JsonObject().put("max_running", 2).put("kept_runs", 2));
        deployment = Waiting.await(vertx.deployVerticle(new LoadVerticle(small)));
        vertx.eventBus().<JsonObject>consumer(Addresses.LOAD_PROGRESS, message -> published.add(message.body()));
    }

    private JsonObject plan(String path, int tasks) {
        JsonArray params = new JsonArray();
        for (int i = 0; i < tasks; i++) {
            params.add(i);
        }
        return new JsonObject().put("url", upstream.url(path)).put("params_list", params);
    }

    private JsonObject start(String path, int tasks) {
        return Waiting.ask(vertx, Addresses.LOAD_START, plan(path, tasks));
    }

    private JsonObject ask(String address, JsonObject id) {
        return Waiting.ask(vertx, address, id);
    }

    private int refusal(String address, JsonObject message) {
        return catchThrowableOfType(ReplyException.class, () -> ask(address, message))
                .failureCode();
    }

    @Test
    void startStatusResult_tellWhereTheRunStands() {
        JsonObject id = start("/hold", 5);
        upstream.release(2);
        Waiting.until("two are done and three in flight", () -> {
            JsonObject status = ask(Addresses.LOAD_STATUS, id);
            return status.getInteger("done") == 2 && status.getInteger("in_flight") == 3;
        });
        JsonObject status = ask(Addresses.LOAD_STATUS, id);
        assertThat(status.getString("state")).isEqualTo("running");
        assertThat(status.getInteger("total")).isEqualTo(5);
        assertThat(status.getInteger("errors")).isZero();

        Future<JsonObject> result = Waiting.request(vertx, Addresses.LOAD_RESULT, id);
        upstream.release(3);

        assertThat(Waiting.await(result).getJsonArray("results")).hasSize(5);
        assertThat(ask(Addresses.LOAD_RESULT, id)).isEqualTo(Waiting.await(result));
        JsonObject end = ask(Addresses.LOAD_STATUS, id);
        assertThat(end.getString("state")).isEqualTo("done");
        assertThat(end.getInteger("in_flight")).isZero();
    }

    @Test
    void progress_isPublishedWhileTheRunLastsAndOnceAtItsEnd() {
        JsonObject id = start("/hold", 6);
        for (int released = 0; released < 6; released += 2) {
            int seen = published.size();
            upstream.release(2);
            Waiting.until("progress is published", () -> published.size() > seen);
        }
        ask(Addresses.LOAD_RESULT, id);
        Waiting.until("the end is published", () -> last().getString("state").equals("done"));

        assertThat(published).hasSizeGreaterThanOrEqualTo(3).allSatisfy(progress -> {
            assertThat(progress.getString("id")).isEqualTo(id.getString("id"));
            assertThat(progress.getInteger("total")).isEqualTo(6);
        });
        assertThat(published)
                .extracting(progress -> progress.getInteger("done"))
                .isSorted()
                .endsWith(6);
        assertThat(published)
                .filteredOn(progress -> !progress.getString("state").equals("running"))
                .hasSize(1);
        assertThat(last().getInteger("in_flight")).isZero();
    }

    private JsonObject last() {
        return published.get(published.size() - 1);
    }

    @Test
    void cancel_resetsWhatIsInFlightAndKeepsWhatIsDone() {
        JsonObject id = start("/hold", 10);
        upstream.release(1);
        Waiting.until("one is done", () -> ask(Addresses.LOAD_STATUS, id).getInteger("done") == 1);
        Future<JsonObject> result = Waiting.request(vertx, Addresses.LOAD_RESULT, id);
        Waiting.until("three are in flight", () -> upstream.inFlight.get() == 3);

        JsonObject progress = ask(Addresses.LOAD_CANCEL, id);

        assertThat(progress.getString("state")).isEqualTo("cancelled");
        assertThat(progress.getInteger("in_flight")).isZero();
        assertThat(progress.getInteger("done")).isEqualTo(4);
        JsonObject summary = Waiting.await(result).getJsonObject("summary");
        assertThat(summary.getBoolean("cancelled")).isTrue();
        assertThat(summary.getInteger("ok")).isEqualTo(1);
        assertThat(summary.getJsonObject("errors")).isEqualTo(new JsonObject().put("cancelled", 3));
        assertThat(Waiting.await(result).getJsonArray("results")).hasSize(4);
        Waiting.until("the server sees the resets", () -> upstream.connections.get() == 0);
        assertThat(upstream.requests).hasValue(4);
        assertThat(ask(Addresses.LOAD_CANCEL, id)).isEqualTo(progress);
    }

    @Test
    void onlyTheLastRunsAreKept() {
        JsonObject first = start("/echo", 1);
        ask(Addresses.LOAD_RESULT, first);
        JsonObject second = start("/echo", 1);
        ask(Addresses.LOAD_RESULT, second);
        JsonObject third = start("/echo", 1);
        ask(Addresses.LOAD_RESULT, third);

        assertThat(refusal(Addresses.LOAD_RESULT, first)).isEqualTo(404);
        assertThat(ask(Addresses.LOAD_RESULT, second).getJsonArray("results")).hasSize(1);
        assertThat(ask(Addresses.LOAD_RESULT, third).getJsonArray("results")).hasSize(1);
    }

    @Test
    void tooManyRuns_theNextIsRefusedUntilOneEnds() {
        JsonObject first = start("/hold", 1);
        start("/hold", 1);

        assertThat(refusal(Addresses.LOAD_RUN, plan("/echo", 1))).isEqualTo(429);

        ask(Addresses.LOAD_CANCEL, first);
        assertThat(ask(Addresses.LOAD_RUN, plan("/echo", 1)).getJsonArray("results"))
                .hasSize(1);
    }

    @Test
    void badCommands_areRefused() {
        JsonObject unknown = new JsonObject().put("id", "no such run");
        assertThat(refusal(Addresses.LOAD_STATUS, unknown)).isEqualTo(404);
        assertThat(refusal(Addresses.LOAD_RESULT, unknown)).isEqualTo(404);
        assertThat(refusal(Addresses.LOAD_CANCEL, unknown)).isEqualTo(404);
        assertThat(refusal(Addresses.LOAD_STATUS, new JsonObject())).isEqualTo(400);
        assertThat(refusal(Addresses.LOAD_RUN, new JsonObject())).isEqualTo(400);
        assertThat(catchThrowableOfType(
                                ReplyException.class,
                                () -> Waiting.await(vertx.eventBus().request(Addresses.LOAD_RUN, "text")))
                        .failureCode())
                .isEqualTo(400);
    }

    @Test
    void undeployed_cancelsItsRunsAndRepliesWhatWasDone() {
        Future<JsonObject> reply = Waiting.request(vertx, Addresses.LOAD_RUN, plan("/hold", 10));
        Waiting.until("three are in flight", () -> upstream.inFlight.get() == 3);

        Waiting.await(vertx.undeploy(deployment));

        assertThat(Waiting.await(reply).getJsonObject("summary").getBoolean("cancelled"))
                .isTrue();
        Waiting.until("nothing is in flight", () -> upstream.connections.get() == 0);
    }

    @Test
    void deployedAsWorkerOrTwice_isRefused() {
        DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        DeploymentOptions twice = new DeploymentOptions().setInstances(2);

        assertThat(vertx.deployVerticle(LoadVerticle.class, worker).toCompletionStage())
                .failsWithin(Duration.ofSeconds(30));
        assertThat(vertx.deployVerticle(LoadVerticle.class, twice).toCompletionStage())
                .failsWithin(Duration.ofSeconds(30));
    }
}
