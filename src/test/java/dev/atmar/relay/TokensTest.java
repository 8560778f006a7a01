package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call: bearers, and addresses that must not be served without them. */
@ExtendWith(VertxExtension.class)
final class TokensTest {
    private static final JsonArray TOKENS = new JsonArray()
            .add(new JsonObject().put("name", "one").put("token", "first-token"))
            .add(new JsonObject().put("name", "two").put("token", "second-token"));

    @Test
    void bearerThatIsKnown_passes(Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, "{}");
        Relay relay = Relay.deploy(vertx, new JsonObject().put("tokens", TOKENS));
        for (String bearer : List.of("Bearer first-token", "bearer second-token", "Bearer  first-token ")) {
            assertThat(relay.post("/atmar/", to(backend), "authorization", bearer)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(backend.next().headers().contains("authorization")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer wrong",
                "Bearer first-toke",
                "Bearer first-token2",
                "Bearer ",
                "Bearer",
                "first-token",
                "Basic first-token",
                ""
            })
    void bearerThatIsUnknown_isRefused(String authorization, Vertx vertx) {
        Backend backend = Backend.json(vertx, 200, "{}");
        Relay relay = Relay.deploy(vertx, new JsonObject().put("tokens", TOKENS));
        for (String route : List.of("/atmar/", "/a_deepseek/", "/deepseek/", "/nowhere")) {
            Answered.error(relay.post(route, to(backend), "authorization", authorization), 401, "invalid_token", null);
            Answered.error(relay.post(route, to(backend)), 401, "invalid_token", null);
        }
        assertThat(backend.total()).isZero();
    }

    @Test
    void health_needsNoBearer(Vertx vertx) {
        Relay relay = Relay.deploy(vertx, new JsonObject().put("tokens", TOKENS));
        assertThat(relay.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(relay.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", "example.com", "127.0.0.1.example.com"})
    void openToTheNetworkWithoutTokens_isNotDeployed(String host, Vertx vertx) {
        RelayVerticle verticle = new RelayVerticle(Relay.settings(new JsonObject().put("host", host)));
        assertThat(Await.failureOf(vertx.deployVerticle(verticle)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.tokens");
    }

    @Test
    void openToTheNetwork_isDeployedWithTokensOrWhenItIsMeant(Vertx vertx) {
        JsonObject everywhere = new JsonObject().put("host", "0.0.0.0");
        assertThat(Relay.deploy(vertx, everywhere.copy().put("open", true))
                        .get("/health/live")
                        .statusCode())
                .isEqualTo(200);
        assertThat(Relay.deploy(vertx, everywhere.copy().put("tokens", TOKENS))
                        .get("/health/live")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokenThatIsMissing_isNotReplacedByNone(Vertx vertx) {
        JsonArray tokens =
                new JsonArray().add(new JsonObject().put("name", "one").put("token", "env:NO_SUCH_VARIABLE"));
        RelayVerticle verticle = new RelayVerticle(Relay.settings(new JsonObject().put("tokens", tokens)));
        assertThat(Await.failureOf(vertx.deployVerticle(verticle)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("NO_SUCH_VARIABLE");
        assertThatThrownBy(() -> Relay.deploy(vertx, new JsonObject().put("tokens", tokens)))
                .isInstanceOf(SettingsException.class);
    }

    private static JsonObject to(Backend backend) {
        return new JsonObject().put("url", backend.url()).put("params", new JsonObject());
    }
}
