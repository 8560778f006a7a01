package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of answers is held has no more room than the heap bears: one that finds none is refused, and ends nobody else's. */
@ExtendWith(VertxExtension.class)
final class AnswerRoomTest {
    private static final int ROOM_BYTES = 10_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private Vertx vertx;
    private RelayInstance instance;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        RelaySettings settings = Relay.settings(new JsonObject());
        Shared shared = Await.await(Shared.of(vertx, settings, "rooms"));
        instance = new RelayInstance(settings, 0, 1, new HeapRoom(1 << 20, ROOM_BYTES), shared);
        Await.await(vertx.deployVerticle(instance));
    }

    @Test
    void listThatFits_comesAgainAndAgain_oneThatDoesNotIsRefused() {
        Backend small = Backend.json(vertx, 200, text(2000));
        for (int round = 0; round < 5; round++) {
            assertThat(post("/atmar/", list(small, small)).statusCode()).isEqualTo(200);
        }
        assertOverloaded(post("/atmar/", list(small, small, small)));
        assertThat(post("/atmar/", list(small, small)).statusCode()).isEqualTo(200);
    }

    @Test
    void entryThatFindsNoRoom_isNobodyElsesFailure() {
        Backend small = Backend.json(vertx, 200, "1");
        Backend large = Backend.json(vertx, 200, text(ROOM_BYTES));
        assertThat(post("/atmar/", list(large, small)).body())
                .contains("\"overloaded\"")
                .endsWith(",{\"status\":200,\"body\":1}]");
    }

    @Test
    void content_isRefusedWhereItsAnswerDoesNotFit() {
        Backend large = Backend.json(vertx, 200, text(ROOM_BYTES));
        Backend small = Backend.json(vertx, 200, Backend.COMPLETION);
        assertOverloaded(post("/a_deepseek/", chat(large)));
        assertThat(post("/a_deepseek/", chat(small)).statusCode()).isEqualTo(200);
    }

    @Test
    void messages_haveRoomAsRequestsHave() {
        Backend backend = Backend.json(vertx, 200, "1");
        JsonObject message = new JsonObject().put("url", backend.url()).put("params", "1".repeat(ROOM_BYTES));
        ReplyException refused =
                (ReplyException) Await.failureOf(vertx.eventBus().request(Addresses.POST, message));
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(backend.total()).isZero();
        for (int round = 0; round < 4; round++) {
            Future<?> reply = vertx.eventBus().request(Addresses.POST, message.put("params", "1".repeat(6000)));
            Await.await(reply);
        }
    }

    private static void assertOverloaded(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("\"overloaded\"");
    }

    private static String text(int length) {
        return "\"" + "1".repeat(length) + "\"";
    }

    private static JsonArray list(Backend... backends) {
        JsonArray list = new JsonArray();
        for (Backend backend : backends) {
            list.add(new JsonObject().put("url", backend.url()).put("params", 1));
        }
        return list;
    }

    private static JsonObject chat(Backend backend) {
        return new JsonObject()
                .put("url", backend.url())
                .put("api_key", "sk-x")
                .put("model", "m")
                .put("messages", new JsonArray());
    }

    private HttpResponse<String> post(String path, Object json) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + instance.port() + path))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.toString()))
                .build();
        return Await.await(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }
}
