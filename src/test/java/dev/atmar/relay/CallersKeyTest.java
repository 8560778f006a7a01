package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.settings.RelaySettings;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose key a request brings. */
final class CallersKeyTest {
    private static final RelaySettings PLAIN = settings(new JsonObject());
    private static final RelaySettings TOKENS = settings(new JsonObject()
            .put(
                    "tokens",
                    new JsonArray().add(new JsonObject().put("name", "me").put("token", "t"))));

    @ParameterizedTest
    @CsvSource({
        "Bearer sk-1, sk-1",
        "bearer sk-1, sk-1",
        "'Bearer   sk-1 ', sk-1",
        "'Bearer ', ",
        "Bearer, ",
        "'Basic sk-1', ",
        "sk-1, "
    })
    void withoutTokens_theBearerIsTheCallersKey(String header, String key) {
        assertThat(CallersKey.of(headers("authorization", header), PLAIN)).isEqualTo(Optional.ofNullable(key));
    }

    @Test
    void withTokens_onlyTheHeaderOfItsOwnIs() {
        MultiMap headers = headers("authorization", "Bearer t");
        assertThat(CallersKey.of(headers, TOKENS)).isEmpty();
        assertThat(CallersKey.of(headers.add("X-Upstream-Key", " sk-2 "), TOKENS))
                .hasValue("sk-2");
    }

    @Test
    void headerOfItsOwn_comesBeforeTheBearer() {
        MultiMap headers = headers("authorization", "Bearer sk-1");
        assertThat(CallersKey.of(headers.add("x-upstream-key", "sk-2"), PLAIN)).hasValue("sk-2");
        assertThat(CallersKey.of(headers.set("x-upstream-key", ""), PLAIN)).hasValue("sk-1");
    }

    @Test
    void noHeader_noKey() {
        assertThat(CallersKey.of(MultiMap.caseInsensitiveMultiMap(), PLAIN)).isEmpty();
        assertThat(CallersKey.of(MultiMap.caseInsensitiveMultiMap(), TOKENS)).isEmpty();
    }

    @Test
    void switchedOff_noKeyOfACallerIsUsed() {
        RelaySettings off = settings(new JsonObject().put("caller_keys", false));
        MultiMap headers = headers("authorization", "Bearer sk-1").add("x-upstream-key", "sk-2\u00e9");
        assertThat(CallersKey.of(headers, off)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk\u00e9", "sk 1", "sk\t1", "sk\r\nx: y", "sk\u007f", "sk\u4f60"})
    void whatNoHeaderCouldHold_isRefusedWithoutBeingShown(String key) {
        assertRefused(headers("authorization", "Bearer " + key), "authorization", key);
        assertRefused(headers("x-upstream-key", key), "x-upstream-key", key);
    }

    private static void assertRefused(MultiMap headers, String param, String key) {
        assertThatThrownBy(() -> CallersKey.of(headers, PLAIN))
                .hasMessageNotContaining(key)
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.param()).isEqualTo(param);
                });
    }

    private static MultiMap headers(String name, String value) {
        return MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    private static RelaySettings settings(JsonObject changes) {
        return Relay.settings(changes);
    }
}
