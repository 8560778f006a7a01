package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that the message says which key it was and what was expected. */
final class SettingsRefusalTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "relay.port | relay.port=99999999999 | whole number",
                "relay.connect_ms | relay.connect_ms=99999999999999999999 | whole number",
                "relay.connect_ms | relay.connect_ms=1e3 | whole number",
                "relay.accounts[0].limit | relay.accounts.0.limit=0 | at least 1",
                "relay.accounts[0].limit | relay.accounts.0.limit=39.0 | at least 1",
                "relay.accounts[0].limit | relay.accounts.0.limit=99999999999 | at least 1",
                "relay.accounts[0].limit | relay.accounts.0.limit=many | auto",
                "relay.accounts[0].limit | relay.accounts.0.limit=null | auto",
                "relay.accounts[0].http | relay.accounts.0.http=3 | text",
                "relay.accounts[0].http | relay.accounts.0.http=\"3\" | \"1.1\" or \"2\"",
                "relay.accounts[0].url | relay.accounts.0.url=ftp://h | http",
                "relay.accounts[0].url | relay.accounts.0.url=/v1 | http",
                "relay.accounts[0].url | relay.accounts.0.url=http:///v1 | http",
                "relay.accounts[0].url | relay.accounts.0.url=null | text",
                "relay.accounts[0].name | relay.accounts.0.name=\" \" | text",
                "relay.accounts[0].keys | relay.accounts.0.keys=null | a list of keys",
                "relay.accounts[0].keys[0] | relay.accounts.0.keys=[null] | text",
                "relay.accounts[0].keys[1] | relay.accounts.0.keys=[\"a\",5] | text",
                "relay.accounts[0].models[0] | relay.accounts.0.models=[null] | text",
                "relay.accounts[0].models[1] | relay.accounts.0.models=[\"a\",1] | text",
                "relay.accounts[0].prices.m | relay.accounts.0.prices={\"m\":null} | object",
                "relay.accounts[0].prices.m.input | relay.accounts.0.prices={\"m\":{\"input\":-1,\"output\":1}} | >= 0",
                "relay.accounts[0].prices.m.output | relay.accounts.0.prices={\"m\":{\"input\":1,\"output\":-1}} | >= 0",
                "relay.accounts[0].prices.m.output | relay.accounts.0.prices={\"m\":{\"input\":1}} | number",
                "relay.accounts[0].prices.m.input | relay.accounts.0.prices={\"m\":{\"input\":\"1\",\"output\":1}} | number",
                "relay.accounts[0].prices.m.input | relay.accounts.0.prices={\"m\":{\"input\":\"Infinity\",\"output\":1}} | >= 0",
                "relay.accounts[0] | relay.accounts=[null] | object",
                "relay.accounts[1] | relay.accounts=[{\"name\":\"a\",\"url\":\"http://h\",\"keys\":[]},7] | object",
                "relay.deepseek.url | relay.deepseek.url=https://u:p@h | user info",
                "relay.deepseek.url | relay.deepseek.url=https://h?a=b | query",
                "relay.deepseek.url | relay.deepseek.url=https://h#f | fragment",
                "relay.targets.allow[0] | relay.targets.allow=[null] | text",
                "relay.targets.allow[1] | relay.targets.allow=[\"a\",{}] | text",
                "relay.tokens[0] | relay.tokens=[null] | object",
                "relay.tokens[0].name | relay.tokens=[{\"token\":\"t\"}] | text",
                "relay.tokens[0].token | relay.tokens=[{\"name\":\"n\"}] | env:NAME",
                "relay.tokens[0].token | relay.tokens=[{\"name\":\"n\",\"token\":null}] | env:NAME",
                "relay.tls.cert | relay.tls={\"key\":\"k\"} | text",
                "relay.tls | relay.tls=cert.pem | object",
                "simulator.faults.f | simulator.faults.f=1.5 | 0 to 1",
                "simulator.faults.f | simulator.faults.f=-0.1 | 0 to 1",
                "simulator.faults.f | simulator.faults.f=null | number",
                "simulator.faults.f | simulator.faults.f=often | number",
                "simulator.script[0] | simulator.script=[null] | object",
                "simulator.script[0].request | simulator.script=[{\"request\":0,\"fault\":\"f\"}] | 1 to",
                "simulator.script[0].request | simulator.script=[{\"fault\":\"f\"}] | number",
                "simulator.script[0].fault | simulator.script=[{\"request\":1}] | text",
                "simulator.spread_ms | simulator.latency_ms=10 | 0 to 10",
                "lab.sleep_ms | lab.max_sleep_ms=10 | 1 to 10"
            })
    void aValueThatCannotBeUsedIsRefusedUnderTheKeysFullName(String key, String assignment, String expected) {
        assertRefused(() -> set(assignment), key, expected);
    }

    @ParameterizedTest
    @CsvSource({
        "relay.prot=1, relay.prot",
        "relayy.port=1, relayy",
        "relay.deepseek.key=x, relay.deepseek.key",
        "relay.accounts.0.key=x, relay.accounts[0].key",
        "relay.nope.deeper=1, relay.nope",
        "RELAY.port=1, RELAY",
        "simulator.latency=5, simulator.latency"
    })
    void anUnknownKeyIsNamedAndTheKnownOnesAreSaid(String assignment, String key) {
        assertRefused(() -> set(assignment), key, "expected one of: ");
    }

    @ParameterizedTest
    @CsvSource({
        "relay.port.deeper=1, relay.port.deeper",
        "relay.accounts.1.limit=3, relay.accounts.1.limit",
        "relay.accounts.first.limit=3, relay.accounts.first.limit",
        "relay.accounts.-1.limit=3, relay.accounts.-1.limit",
        "relay.accounts.99999999999.limit=3, relay.accounts.99999999999.limit",
        "relay.accounts.0.keys.0.deeper=3, relay.accounts.0.keys.0.deeper",
        "relay.tokens.0.name=me, relay.tokens.0.name",
        "relay.tokens.0=x, relay.tokens.0",
        "=5, --set",
        "relay.port, --set",
        "'', --set"
    })
    void aPathThatLeadsNowhereIsNamed(String assignment, String key) {
        assertRefused(() -> set(assignment), key, "");
    }

    @Test
    void aPathBelowANullInAListIsNamed() {
        assertRefused(() -> set("relay.accounts=[null]", "relay.accounts.0.limit=3"), "relay.accounts.0.limit", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ATMAR_RELAY_PROT", "ATMAR_", "ATMAR_RELAY_PORT_", "ATMAR_SERVICES", "ATMAR_RELAY_ACCOUNTS_0"})
    void anUnknownVariableIsNamed(String name) {
        assertRefused(() -> SettingsReader.read(null, Map.of(name, "1"), List.of()), name, "ATMAR_RELAY_PORT");
    }

    @Test
    void aWrongTypeInTheEnvironmentIsNamedByItsKey() {
        assertRefused(
                () -> SettingsReader.read(null, Map.of("ATMAR_RELAY_PORT", "http"), List.of()),
                "relay.port",
                "a whole number");
    }

    @Test
    void aSectionReadAloneNamesItsKeysInFull() {
        assertRefused(() -> RelaySettings.of(new JsonObject().put("port", -1)), "relay.port", "0 to 65535");
        assertRefused(() -> LabSettings.of(new JsonObject().put("nope", 1)), "lab.nope", "sleep_ms");
        assertRefused(() -> LoadSettings.of(new JsonObject().put("kept_runs", "x")), "load.kept_runs", "whole number");
        assertRefused(() -> SimulatorSettings.of(new JsonObject().putNull("host")), "simulator.host", "text");
    }

    private static void assertRefused(Runnable reading, String key, String says) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(key + ": ")
                .hasMessageContaining(says);
    }

    private static void set(String... assignments) {
        SettingsReader.read(null, Map.of(), List.of(assignments));
    }
}
