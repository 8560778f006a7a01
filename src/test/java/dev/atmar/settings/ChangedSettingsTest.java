package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Records made from other records: what is not changed stays. */
final class ChangedSettingsTest {
    private final SimulatorSettings simulator = SimulatorSettings.of(new JsonObject("""
            {"port": 7, "latency_ms": 10, "spread_ms": 1, "seed": -9,
             "faults": {"http_500": 0.25}, "script": [{"request": 3, "fault": "blank"}]}
            """));

    @Test
    void asJsonAndBackItIsTheSame() {
        assertThat(SimulatorSettings.of(simulator.toJson())).isEqualTo(simulator);
    }

    @Test
    void withSomeKeysChangedTheOthersStay() {
        SimulatorSettings changed = simulator.with(new JsonObject("{\"faults\": {\"hang\": 1}, \"tokens\": 5}"));
        assertThat(changed.faults()).as("replaced whole").containsOnlyKeys("hang");
        assertThat(changed.tokens()).isEqualTo(5);
        assertThat(changed.script()).isEqualTo(simulator.script());
        assertThat(changed.with(simulator.toJson())).isEqualTo(simulator);
    }

    @Test
    void aChangeIsCheckedAsAFileIs() {
        assertThatThrownBy(() -> simulator.with(new JsonObject().put("spread_ms", 11)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("simulator.spread_ms: ");
        assertThatThrownBy(() -> simulator.with(new JsonObject().put("nope", 11)))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("simulator.nope: unknown key");
    }

    @Test
    void onLoopbackHostPortAndTheRelaysAccessLogDiffer() {
        LabSettings lab = LabSettings.of(new JsonObject("{\"host\": \"0.0.0.0\", \"port\": 1, \"sleep_ms\": 7}"));
        assertThat(lab.onLoopback(9))
                .isEqualTo(LabSettings.of(new JsonObject("{\"host\": \"127.0.0.1\", \"port\": 9, \"sleep_ms\": 7}")));
        JsonObject relay =
                new JsonObject("{\"host\": \"0.0.0.0\", \"open\": true, \"max_gather\": 7, \"drain_ms\": 1}");
        assertThat(RelaySettings.of(relay).onLoopback(9))
                .hasToString(RelaySettings.of(
                                relay.put("host", "127.0.0.1").put("port", 9).put("access_log", false))
                        .toString());
    }
}
