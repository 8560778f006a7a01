package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsLayersTest {
    @TempDir
    private Path directory;

    @Test
    void laterWinsOverEarlier_defaultsFileEnvironmentSet() throws IOException {
        Path file = file("{\"relay\": {\"port\": 1, \"idle_ms\": 1, \"total_ms\": 1}}");
        Map<String, String> environment = Map.of("ATMAR_RELAY_PORT", "2", "ATMAR_RELAY_IDLE_MS", "2");
        RelaySettings relay =
                SettingsReader.read(file, environment, List.of("relay.port=3")).relay();
        assertThat(relay.port()).as("--set").isEqualTo(3);
        assertThat(relay.idleMs()).as("environment").isEqualTo(2);
        assertThat(relay.totalMs()).as("file").isEqualTo(1);
        assertThat(relay.connectMs()).as("default").isEqualTo(5000);
    }

    @Test
    void ofTwoAssignmentsOfOneKeyTheLastCounts() {
        assertThat(set("lab.port=1", "lab.port=2").lab().port()).isEqualTo(2);
    }

    @Test
    void objectsMergeAndListsAreReplaced() throws IOException {
        Path file = file("""
                {"relay": {"deepseek": {"pool": 7},
                           "targets": {"allow": ["a.example", "b.example"]},
                           "accounts": [{"name": "mine", "url": "http://h", "keys": []}]}}
                """);
        RelaySettings relay = SettingsReader.read(
                        file, Map.of("ATMAR_RELAY_TARGETS_ALLOW", "[\"c.example\"]"), List.of())
                .relay();
        assertThat(relay.deepseek()).isEqualTo(new RelaySettings.Deepseek("https://api.deepseek.com/v1", 7));
        assertThat(relay.targets().allow()).containsExactly("c.example");
        assertThat(relay.targets().maxInFlight()).isEqualTo(20000);
        assertThat(relay.accounts()).extracting(AccountSettings::name).containsExactly("mine");
    }

    @Test
    void objectsMergeInTheEnvironmentAndInSetToo() {
        Settings settings = SettingsReader.read(
                null,
                Map.of("ATMAR_RELAY", "{\"port\": 9000}", "ATMAR_RELAY_OPEN", "true"),
                List.of("relay.deepseek={\"pool\": 2}"));
        assertThat(settings.relay().port()).isEqualTo(9000);
        assertThat(settings.relay().open()).isTrue();
        assertThat(settings.relay().deepseek()).isEqualTo(new RelaySettings.Deepseek("https://api.deepseek.com/v1", 2));
    }

    @Test
    void changesOfASectionMergeToo() {
        RelaySettings relay = RelaySettings.of(new JsonObject()
                .put("deepseek", new JsonObject().put("pool", 3))
                .put("targets", new JsonObject().put("allow", new JsonArray().add("x"))));
        assertThat(relay.deepseek().url()).isEqualTo("https://api.deepseek.com/v1");
        assertThat(relay.deepseek().pool()).isEqualTo(3);
        assertThat(relay.targets()).isEqualTo(new RelaySettings.Targets(List.of("x"), List.of(), 20000));
    }

    @Test
    void aNumberInAPathIsAnIndexIntoAList() {
        AccountSettings account = set("relay.accounts.0.limit=39", "relay.accounts.0.keys.0=sk-1")
                .relay()
                .accounts()
                .get(0);
        assertThat(account.fixedLimit()).hasValue(39);
        assertThat(account.presentKeys()).containsExactly("sk-1");
        assertThat(account.name()).isEqualTo("main");
    }

    @Test
    void aNumberInAPathIsAKeyInAnObject() {
        Settings settings = set("relay.accounts.0.prices.4={\"input\": 1, \"output\": 2.5}");
        assertThat(settings.relay().accounts().get(0).prices())
                .isEqualTo(Map.of("4", new AccountSettings.Price(1, 2.5)));
    }

    @Test
    void environmentReachesNestedKeys() {
        RelaySettings relay = environment(Map.of(
                        "ATMAR_RELAY_DEEPSEEK_URL", "http://127.0.0.1:9/v1",
                        "ATMAR_RELAY_DEEPSEEK_POOL", "4",
                        "ATMAR_RELAY_TARGETS_MAX_IN_FLIGHT", "5",
                        "ATMAR_RELAY_HOST", "0.0.0.0",
                        "ATMAR_RELAY_TOKENS", "[{\"name\":\"me\",\"token\":\"t\"}]"))
                .relay();
        assertThat(relay.deepseek()).isEqualTo(new RelaySettings.Deepseek("http://127.0.0.1:9/v1", 4));
        assertThat(relay.targets().maxInFlight()).isEqualTo(5);
        assertThat(relay.host()).isEqualTo("0.0.0.0");
        assertThat(relay.tokens()).extracting(RelaySettings.Token::name).containsExactly("me");
    }

    @Test
    void environmentReachesKeysOfWhatIsNullByDefault() {
        RelaySettings relay = environment(Map.of("ATMAR_RELAY_TLS_CERT", "c.pem", "ATMAR_RELAY_TLS_KEY", "k.pem"))
                .relay();
        assertThat(relay.tls()).isEqualTo(new RelaySettings.Tls("c.pem", "k.pem"));
        assertThatThrownBy(() -> environment(Map.of("ATMAR_RELAY_TLS_CERT", "c.pem")))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.tls.key: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATMAR_PORT",
                "ATMAR_PORT_8000_TCP",
                "ATMAR_PORT_8000_TCP_ADDR",
                "ATMAR_SERVICE_HOST",
                "ATMAR_SERVICE_PORT",
                "ATMAR_SERVICE_PORT_HTTP",
                "PATH",
                "atmar_relay_port",
                "XATMAR_RELAY_PORT"
            })
    void variablesThatAreNotOursAreIgnored(String name) {
        assertThat(environment(Map.of(name, "tcp://10.0.0.1:8000"))).hasToString(set().toString());
    }

    @Test
    void aValueThatIsNotJsonIsText() {
        assertThat(set("relay.host=10.0.0.1").relay().host()).isEqualTo("10.0.0.1");
        assertThat(set("relay.host=a=b").relay().host()).isEqualTo("a=b");
        assertThat(set("relay.host=\"quoted\"").relay().host()).isEqualTo("quoted");
        assertThat(set("relay.host=[open").relay().host()).isEqualTo("[open");
    }

    @Test
    void nullTakesAnObjectAway() {
        assertThat(set("relay.tls={\"cert\":\"c\",\"key\":\"k\"}", "relay.tls=null")
                        .relay()
                        .tls())
                .isNull();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("atmar.json"), text);
    }

    private static Settings environment(Map<String, String> environment) {
        return SettingsReader.read(null, environment, List.of());
    }

    private static Settings set(String... assignments) {
        return SettingsReader.read(null, Map.of(), List.of(assignments));
    }
}
