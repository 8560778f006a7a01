package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsDefaultsTest {
    /** What others rely on, as the design writes it. */
    private static final String DESIGN = """
            {
              "relay": {
                "host": "127.0.0.1", "port": 8000, "instances": 0,
                "deepseek": {"url": "https://api.deepseek.com/v1", "pool": 1},
                "accounts": [{"name": "main", "url": "https://api.deepseek.com/v1", "keys": ["env:DEEPSEEK_API_KEY"],
                              "models": ["*"], "limit": "auto", "http": "1.1", "prices": {}}],
                "targets": {"allow": [], "max_in_flight": 20000},
                "tokens": [], "open": false, "caller_keys": true, "tls": null,
                "connect_ms": 5000, "first_byte_ms": 600000, "idle_ms": 120000, "progress_ms": 600000,
                "total_ms": 1800000,
                "queue_requests": 10000, "queue_ms": 600000, "max_body_bytes": 10485760, "drain_ms": 20000
              },
              "lab": {"host": "127.0.0.1", "port": 8001, "sleep_ms": 5000, "max_sleep_ms": 60000},
              "simulator": {"host": "127.0.0.1", "port": 8002, "latency_ms": 13000, "spread_ms": 3000, "tokens": 200,
                            "account_limit": 0, "knee": 0, "seed": 1, "keep_alive_ms": 0}
            }
            """;

    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    private final JsonNode conf = SettingsTree.defaults();
    private final Settings defaults = SettingsReader.read(null, Map.of(), List.of());

    @Test
    void everyKeyOfTheDesignIsInConfWithItsDefault() throws Exception {
        assertHolds("", conf, new ObjectMapper().readTree(DESIGN));
    }

    /** An object may have keys of its own beside those of the design. */
    private static void assertHolds(String path, JsonNode actual, JsonNode design) {
        if (design.isObject()) {
            design.properties()
                    .forEach(key -> assertHolds(path + "." + key.getKey(), actual.path(key.getKey()), key.getValue()));
        } else {
            assertThat(actual).as(path).isEqualTo(design);
        }
    }

    @Test
    void everyFieldOfEveryRecordHasItsKeyAndTheValueConfGivesIt() throws Exception {
        assertBound("", conf, defaults);
    }

    private static void assertBound(String path, JsonNode node, Record bound) throws ReflectiveOperationException {
        for (RecordComponent component : bound.getClass().getRecordComponents()) {
            String key = SNAKE.translate(component.getName());
            String name = path + key;
            Object value = component.getAccessor().invoke(bound);
            assertThat(node.has(key)).as("conf has %s", name).isTrue();
            if (value instanceof Record below) {
                assertBound(name + ".", node.get(key), below);
            } else if (value instanceof Number number) {
                assertThat(number.longValue()).as(name).isEqualTo(node.get(key).longValue());
            } else if (value instanceof Boolean || value instanceof String) {
                assertThat(value.toString()).as(name).isEqualTo(node.get(key).asText());
            } else if (value == null) {
                assertThat(node.get(key)).as(name).isEqualTo(NullNode.instance);
            } else {
                assertThat(value).as(name).matches(v -> v instanceof List || v instanceof Map);
            }
        }
    }

    @Test
    void theAccountOfConfIsBoundWhole() {
        AccountSettings account = defaults.relay().accounts().get(0);
        assertThat(defaults.relay().accounts()).hasSize(1);
        assertThat(account.name()).isEqualTo("main");
        assertThat(account.url()).isEqualTo("https://api.deepseek.com/v1");
        assertThat(account.keys()).hasSize(1);
        assertThat(account.models()).containsExactly("*");
        assertThat(account.fixedLimit()).isEmpty();
        assertThat(account.http()).isEqualTo("1.1");
        assertThat(account.prices()).isEmpty();
    }

    @Test
    void confItselfAsTheFile_changesNothing() {
        Settings read = SettingsReader.read(Path.of("conf", "atmar.json"), Map.of(), List.of());
        assertThat(read).hasToString(defaults.toString());
    }

    @Test
    void aSectionReadAloneIsThatOfTheWhole() {
        JsonObject nothing = new JsonObject();
        assertThat(RelaySettings.of(nothing)).hasToString(defaults.relay().toString());
        assertThat(LabSettings.of(nothing)).isEqualTo(defaults.lab());
        assertThat(LoadSettings.of(nothing)).isEqualTo(defaults.load());
        assertThat(SimulatorSettings.of(nothing)).isEqualTo(defaults.simulator());
    }

    @Test
    void anAccountOfTheLeastHasTheRestByDefault() {
        AccountSettings account = SettingsReader.read(
                        null, Map.of(), List.of("relay.accounts=[{\"name\":\"a\",\"url\":\"http://h/\",\"keys\":[]}]"))
                .relay()
                .accounts()
                .get(0);
        assertThat(account.url()).isEqualTo("http://h");
        assertThat(account.models()).containsExactly("*");
        assertThat(account.fixedLimit()).isEmpty();
        assertThat(account.http()).isEqualTo("1.1");
        assertThat(account.prices()).isEmpty();
    }
}
