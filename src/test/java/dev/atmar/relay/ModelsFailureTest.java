package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of the models when upstreams fail. */
@ExtendWith(VertxExtension.class)
final class ModelsFailureTest {
    private Vertx vertx;

    @BeforeEach
    void keep(Vertx injected) {
        vertx = injected;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 302 Away\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n[]",
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{\"data\":7}",
                "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"data\":[]}",
                "garbage\r\n\r\n",
                ""
            })
    void upstreamThatFails_leavesTheOthers_andIsAFailureWhereNothingIsKnown(String bytes) throws IOException {
        Backend backend = Backend.json(vertx, 200, ModelsRoute.TWO);
        try (RawPeer peer = RawPeer.answering(bytes)) {
            ModelsRoute some =
                    serve(ModelsRoute.account(peer.url(), "named", "*"), ModelsRoute.account(backend.url(), "*"));
            assertThat(ModelsRoute.ids(some.get("/v1/models"))).containsExactly("named", "a", "org/b");
            HttpResponse<String> nothing =
                    serve(ModelsRoute.account(peer.url(), "*")).get("/v1/models");
            assertThat(nothing.statusCode()).as(nothing.body()).isEqualTo(502);
            assertThat(nothing.body()).contains("\"error\"").doesNotContain(ModelsRoute.KEY);
        }
    }

    @Test
    void failure_isNotKept() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = serve(ModelsRoute.account(backend.url(), "*"));
        CompletableFuture<HttpResponse<String>> first = asked.getLater("/v1/models");
        backend.next().answer(503, "{}");
        Answered.error(Await.await(first), 502, "upstream_503", null);
        CompletableFuture<HttpResponse<String>> second = asked.getLater("/v1/models");
        backend.next().answer(200, ModelsRoute.TWO);
        assertThat(ModelsRoute.ids(Await.await(second))).containsExactly("a", "org/b");
    }

    @Test
    void listThatHasNoEnd_isGivenUp() throws IOException {
        try (RawPeer peer =
                RawPeer.answering("HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n" + " ".repeat(5 << 20))) {
            Answered.error(
                    serve(ModelsRoute.account(peer.url(), "*")).get("/v1/models"), 502, "answer_too_large", null);
        }
    }

    @Test
    void upstreamThatIsSilent_isNotWaitedForLongerThanACallMayTake() {
        Backend backend = Backend.silent(vertx);
        ModelsRoute asked = deploy(new JsonObject().put("total_ms", 200), ModelsRoute.account(backend.url(), "*"));
        Answered.error(asked.get("/v1/models"), 504, "total_timeout", null);
    }

    private ModelsRoute serve(JsonObject... accounts) {
        return deploy(new JsonObject(), accounts);
    }

    private ModelsRoute deploy(JsonObject changes, JsonObject... accounts) {
        return ModelsRoute.deploy(vertx, changes, System::nanoTime, accounts);
    }
}
