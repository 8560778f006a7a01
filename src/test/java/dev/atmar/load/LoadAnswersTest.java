package dev.atmar.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.LoadSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class LoadAnswersTest {
    @Test
    void answersOfAllRunsShareTheirRoom_theOldestGoFirst(Vertx vertx) {
        Upstream upstream = new Upstream(vertx);
        LoadSettings room = LoadSettings.of(new JsonObject().put("kept_bytes", 1000));
        Waiting.await(vertx.deployVerticle(new LoadVerticle(room)));
        JsonObject plan = new JsonObject()
                .put("url", upstream.url("/echo"))
                .put("params_list", new JsonArray().add("x".repeat(700)));
        JsonObject first = Waiting.ask(vertx, Addresses.LOAD_START, plan);
        assertThat(result(vertx, first).getString("result")).hasSize(700);

        JsonObject last = Waiting.ask(vertx, Addresses.LOAD_START, plan);

        assertThat(result(vertx, last).getString("result")).hasSize(700);
        assertThat(result(vertx, first).containsKey("result")).isFalse();
        assertThat(result(vertx, first).getBoolean("result_omitted")).isTrue();
        assertThat(Waiting.ask(vertx, Addresses.LOAD_RESULT, first)
                        .getJsonObject("summary")
                        .getInteger("results_not_kept"))
                .isEqualTo(1);
    }

    private static JsonObject result(Vertx vertx, JsonObject id) {
        return Waiting.ask(vertx, Addresses.LOAD_RESULT, id)
                .getJsonArray("results")
                .getJsonObject(0);
    }
}
