package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The relay's own entry of {@code Server-Timing} on the routes beside the chat's: once, and in front. */
@ExtendWith(VertxExtension.class)
final class OwnTimingTest {
    private static final String OWN = "relay.q;dur=";

    private Vertx vertx;

    @BeforeEach
    void keep(Vertx given) {
        vertx = given;
    }

    @Test
    void atmar_putsItInFrontOfTheUpstreams() {
        Relay relay = Relay.deploy(vertx);
        Backend backend = Backend.json(vertx, 200, "{}", "server-timing", "db;dur=53");
        List<String> timing = timing(relay.post("/atmar/", to(backend.url())));
        assertThat(timing).hasSize(2);
        assertThat(timing.get(0)).startsWith(OWN);
        assertThat(timing.get(1)).isEqualTo("db;dur=53");
    }

    @Test
    void atmar_hasItInAnErrorToo() throws IOException {
        Relay relay = Relay.deploy(vertx);
        assertOwnAlone(relay.post("/atmar/", to(RawPeer.refusing())), 502);
        Backend blank = Backend.json(vertx, 200, "\n", "server-timing", "db;dur=53");
        assertOwnAlone(relay.post("/atmar/", to(blank.url())), 502);
    }

    @Test
    void baseline_hasItWhateverCameOfTheCall() {
        for (int status : new int[] {200, 400}) {
            Backend backend = Backend.json(vertx, status, status == 200 ? Backend.COMPLETION : "{}");
            Relay relay =
                    Relay.deploy(vertx, new JsonObject().put("deepseek", new JsonObject().put("url", backend.url())));
            JsonObject ask =
                    new JsonObject().put("api_key", "sk-x").put("model", "m").put("messages", new JsonArray());
            assertOwnAlone(relay.post("/deepseek/", ask), status);
        }
    }

    private static void assertOwnAlone(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(timing(answer)).singleElement().asString().startsWith(OWN);
    }

    private static List<String> timing(HttpResponse<String> answer) {
        return answer.headers().allValues("server-timing");
    }

    private static JsonObject to(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
