package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.atmar.bus.Addresses;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Keys and tokens that are sent through every failure there is, and are then looked for in logs and answers. */
@ExtendWith(VertxExtension.class)
final class KeysStayHiddenTest {
    private static final String CANARY = "canary-7f3a";
    private static final String CALLERS = "sk-caller-" + CANARY;
    private static final String CONFIGURED = "sk-account-" + CANARY;
    private static final String TOKEN = "token-" + CANARY;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Level level;

    @BeforeEach
    void listen() {
        level = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.DEBUG);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(level);
        root.detachAppender(log);
    }

    @Test
    void keys_areInNoLogAndNoAnswer(Vertx vertx) throws IOException {
        List<String> told = new ArrayList<>();
        try (RawPeer garbage = RawPeer.answering("garbage " + CANARY + "\r\n\r\n")) {
            for (Backend backend : List.of(
                    echoing(vertx, 401), echoing(vertx, 429), echoing(vertx, 500), Backend.json(vertx, 200, "{}"))) {
                told.addAll(askAll(vertx, backend.url()));
            }
            told.addAll(askAll(vertx, garbage.url()));
            told.addAll(askAll(vertx, RawPeer.refusing()));
            told.addAll(askAll(vertx, "http://no-such-host.invalid"));
        }
        assertThat(told)
                .hasSizeGreaterThan(50)
                .allSatisfy(answer -> assertThat(answer).doesNotContain(CANARY));
        assertThat(List.copyOf(log.list)).isNotEmpty().allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(CANARY);
            assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy())).doesNotContain(CANARY);
        });
    }

    /** Says every key it was sent, twice, as some upstreams do. */
    private static Backend echoing(Vertx vertx, int status) {
        return Backend.of(vertx, call -> {
            String key = call.headers().get("authorization");
            String message = key + " is wrong: " + "x".repeat(950) + key;
            call.answer(
                    status,
                    new JsonObject()
                            .put("error", new JsonObject().put("message", message))
                            .encode());
        });
    }

    private static List<String> askAll(Vertx vertx, String url) {
        JsonObject account =
                new JsonObject().put("name", "a").put("url", url).put("keys", new JsonArray().add(CONFIGURED));
        Relay relay = Relay.deploy(
                vertx,
                new JsonObject()
                        .put("connect_ms", 60_000)
                        .put("deepseek", new JsonObject().put("url", url))
                        .put("accounts", new JsonArray().add(account))
                        .put(
                                "tokens",
                                new JsonArray()
                                        .add(new JsonObject().put("name", "t").put("token", TOKEN))));
        List<String> told = new ArrayList<>();
        JsonObject keyless = new JsonObject().put("url", url).put("model", "m").put("messages", new JsonArray());
        JsonObject own = keyless.copy().put("api_key", CALLERS);
        for (JsonObject body : List.of(
                keyless,
                own,
                own.copy().put("stream", true),
                keyless.copy().put("stream", true),
                own.copy().put("api_key", CALLERS + "\n"),
                own.copy().put("model", 1),
                own.copy().put("url", "http://" + CALLERS + "@x"))) {
            for (String route : List.of("/deepseek/", "/a_deepseek/", "/nowhere")) {
                told.add(relay.post(route, body, "authorization", "Bearer " + TOKEN)
                        .body());
                told.add(relay.post(route, body, "authorization", "Bearer x" + TOKEN)
                        .body());
            }
            told.add(Await.await(vertx.eventBus()
                    .request(Addresses.CHAT, body)
                    .map(reply -> reply.body().toString())
                    .otherwise(Throwable::getMessage)));
        }
        JsonObject headers = new JsonObject().put("authorization", "Bearer " + CALLERS + "\n");
        JsonObject post = new JsonObject().put("url", url).put("params", 1).put("headers", headers);
        told.add(relay.post("/atmar/", post, "authorization", "Bearer " + TOKEN).body());
        Await.await(relay.undeploy());
        return told;
    }
}
