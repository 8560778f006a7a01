package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.bus.Addresses;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The relay over the event bus: results as over HTTP, and failures whose code is the HTTP status. */
@ExtendWith(VertxExtension.class)
final class RelayBusTest {
    private Vertx vertx;

    @BeforeEach
    void deploy(Vertx given) {
        vertx = given;
        Relay.deploy(
                vertx, new JsonObject().put("instances", 2).put("max_gather", 3).put("connect_ms", 60_000));
    }

    @Test
    void chat_repliesContent() {
        Backend backend = Backend.json(vertx, 200, Backend.COMPLETION);
        JsonObject sent = chat(backend.url()).put("temperature", 0.5).put("timeout_ms", 9000);
        assertThat(reply(Addresses.CHAT, sent)).isEqualTo(new JsonObject().put("content", "hello"));
        JsonObject asked = new JsonObject(backend.next().body());
        assertThat(asked.fieldNames()).containsExactly("model", "messages", "temperature");
    }

    @Test
    void deployedByClassName_servesTheSame() {
        Vertx foreign = Vertx.vertx();
        JsonObject config = new JsonObject().put("port", 0).put("accounts", new JsonArray());
        Await.await(foreign.deployVerticle("dev.atmar.relay.RelayVerticle", new DeploymentOptions().setConfig(config)));
        Backend backend = Backend.json(foreign, 200, "{}");
        JsonObject reply = Await.await(foreign.eventBus()
                .<JsonObject>request(Addresses.POST, post(backend.url()))
                .map(Message::body));
        assertThat(reply.getInteger("status")).isEqualTo(200);
        DeploymentOptions wrong = new DeploymentOptions().setConfig(new JsonObject().put("prot", 0));
        assertThat(Await.failureOf(foreign.deployVerticle("dev.atmar.relay.RelayVerticle", wrong)))
                .hasMessageStartingWith("relay.prot: unknown key");
        Await.await(foreign.close());
    }

    @Test
    void post_repliesStatusAndBody() {
        Backend backend = Backend.json(vertx, 404, "{\"a\":[1,{\"b\":null}]}");
        assertThat(reply(Addresses.POST, post(backend.url())))
                .isEqualTo(new JsonObject("{\"status\":404,\"body\":{\"a\":[1,{\"b\":null}]}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "\"text\"", "1.5", "true", "null"})
    void post_repliesAnyJson(String body) {
        Backend backend = Backend.json(vertx, 200, body);
        assertThat(((JsonObject) reply(Addresses.POST, post(backend.url()))).encode())
                .isEqualTo("{\"status\":200,\"body\":" + body + "}");
    }

    @Test
    void listOfPosts_repliesAList() throws IOException {
        Backend backend = Backend.json(vertx, 200, "{}");
        JsonArray calls = new JsonArray().add(post(backend.url())).add(post(RawPeer.refusing()));
        JsonArray answers = (JsonArray) reply(Addresses.POST, calls);
        assertThat(answers.getJsonObject(0)).isEqualTo(new JsonObject("{\"status\":200,\"body\":{}}"));
        Answered.error(answers.getJsonObject(1), "upstream_unreachable", null);
        assertThat(reply(Addresses.POST, new JsonArray())).isEqualTo(new JsonArray());
        JsonArray tooMany = new JsonArray(List.of(1, 2, 3, 4)).copy();
        assertFails(Addresses.POST, tooMany, 400);
        JsonObject call = post(backend.url());
        assertFails(Addresses.POST, new JsonArray(List.of(call, call, call, call)), 400);
    }

    @Test
    void badMessages_failWith400() {
        for (String address : List.of(Addresses.CHAT, Addresses.POST)) {
            assertFails(address, "text", 400);
            assertFails(address, 1, 400);
            assertFails(address, null, 400);
            assertFails(address, new JsonObject(), 400);
            assertFails(address, chat("ftp://x").put("params", 1), 400);
        }
        assertFails(Addresses.CHAT, new JsonArray(), 400);
        assertFails(Addresses.CHAT, chat("http://127.0.0.1:1").put("stream", true), 400);
        assertFails(Addresses.CHAT, chat("http://127.0.0.1:1").put("api_key", "a\nb"), 400);
        assertFails(Addresses.POST, post("http://no-such-host.invalid/"), 400);
        assertFails(Addresses.POST, post("http://127.0.0.1:1").put("timeout_ms", "soon"), 400);
        assertFails(Addresses.POST, new JsonArray().add(1), 400);
    }

    @ParameterizedTest
    @CsvSource({"400,400", "401,401", "402,402", "422,422", "429,429", "500,502", "503,502"})
    void upstreamsRefusal_failsWithItsStatus(int status, int code) {
        Backend backend = Backend.json(vertx, status, "{\"error\":{\"message\":\"no: sk-bus-key\"}}");
        ReplyException failure = assertFails(Addresses.CHAT, chat(backend.url()), code);
        assertThat(failure.getMessage()).contains("no: ***").doesNotContain("sk-bus");
    }

    @Test
    void refusalWithoutJson_failsWithItsStatus() {
        Backend html = Backend.json(vertx, 429, "<html>", "content-type", "text/html");
        ReplyException failure = assertFails(Addresses.CHAT, chat(html.url()), 429);
        assertThat(failure).hasMessage("the upstream said nothing that can be read");
    }

    @Test
    void errorWithStatus200_failsWith502() {
        Backend backend = Backend.json(vertx, 200, "{\"error\":{\"message\":\"no: sk-bus-key\"}}");
        ReplyException failure = assertFails(Addresses.CHAT, chat(backend.url()), 502);
        assertThat(failure).hasMessage("the upstream failed: no: ***");
    }

    @Test
    void upstreamsFault_failsWith502() throws IOException {
        assertFails(Addresses.CHAT, chat(RawPeer.refusing()), 502);
        assertFails(Addresses.POST, post(RawPeer.refusing()), 502);
        Backend html = Backend.json(vertx, 200, "<html>", "content-type", "text/html");
        assertFails(Addresses.CHAT, chat(html.url()), 502);
        assertFails(Addresses.POST, post(html.url()), 502);
    }

    @ParameterizedTest
    @ValueSource(strings = {Addresses.CHAT, Addresses.POST})
    void timePasses_upstreamIsClosedAndTheReplyIs504(String address) {
        Backend backend = Backend.silent(vertx);
        JsonObject sent = address.equals(Addresses.CHAT) ? chat(backend.url()) : post(backend.url());
        Future<?> reply = vertx.eventBus().request(address, sent.put("timeout_ms", 200));
        Await.await(backend.next().closed());
        assertThat(((ReplyException) Await.failureOf(reply)).failureCode()).isEqualTo(504);
    }

    private Object reply(String address, Object message) {
        return Await.await(vertx.eventBus().request(address, message).map(Message::body));
    }

    private ReplyException assertFails(String address, Object message, int code) {
        ReplyException failure =
                (ReplyException) Await.failureOf(vertx.eventBus().request(address, message));
        assertThat(failure.failureType()).as("%s", failure).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
        assertThat(failure.failureCode()).as("%s", failure).isEqualTo(code);
        assertThat(failure.getMessage()).isNotBlank();
        return failure;
    }

    private static JsonObject chat(String url) {
        return new JsonObject()
                .put("url", url)
                .put("api_key", "sk-bus-key")
                .put("model", "m")
                .put("messages", new JsonArray());
    }

    private static JsonObject post(String url) {
        return new JsonObject().put("url", url).put("params", new JsonObject());
    }
}
