package dev.atmar.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number that can be set has a least and a most: both are taken, and one beyond is refused by name. */
final class SettingsBoundsTest {
    private static final long DAY = 86_400_000;

    record Bound(String key, long least, long most, String... alongside) {}

    static List<Bound> bounds() {
        return List.of(
                new Bound("relay.port", 0, 65535),
                new Bound("relay.instances", 0, 1024),
                new Bound("relay.deepseek.pool", 1, 10_000),
                new Bound("relay.targets.max_in_flight", 1, 1_000_000),
                new Bound("relay.request_ms", 1, DAY),
                new Bound("relay.max_requests", 1, 1_000_000),
                new Bound("relay.connect_ms", 1, DAY),
                new Bound("relay.max_connections", 1, 1_000_000),
                new Bound("relay.first_byte_ms", 1, DAY),
                new Bound("relay.idle_ms", 1, DAY),
                new Bound("relay.progress_ms", 1, DAY),
                new Bound("relay.total_ms", 1, DAY),
                new Bound("relay.queue_requests", 0, 10_000_000),
                new Bound("relay.queue_bytes", 0, 1L << 40),
                new Bound("relay.queue_ms", 1, DAY),
                new Bound("relay.retry.times", 0, 100),
                new Bound("relay.retry.budget_percent", 0, 1000),
                new Bound("relay.bench_ms", 1, DAY),
                new Bound("relay.caller_accounts", 1, 1_000_000),
                new Bound("relay.max_body_bytes", 1, 1 << 30),
                new Bound("relay.max_answer_bytes", 1, 1 << 30),
                new Bound("relay.held_bytes", 0, 1 << 30),
                new Bound("relay.max_line_bytes", 1024, 1 << 30),
                new Bound("relay.max_gather", 1, 1_000_000),
                new Bound("relay.drain_ms", 0, 600_000),
                new Bound("lab.port", 0, 65535),
                new Bound("lab.sleep_ms", 1, 60_000),
                new Bound("lab.max_sleep_ms", 1, DAY, "lab.sleep_ms=1"),
                new Bound("lab.execute_blocking_pool", 1, 10_000),
                new Bound("lab.thread_pool", 1, 10_000),
                new Bound("lab.coroutine_pool", 1, 10_000),
                new Bound("lab.max_in_flight", 1, 1_000_000),
                new Bound("lab.drain_ms", 0, 600_000),
                new Bound("load.max_concurrent", 1, 1_000_000),
                new Bound("load.max_tasks", 1, 100_000_000),
                new Bound("load.max_running", 1, 1000),
                new Bound("load.kept_runs", 1, 1000),
                new Bound("load.kept_results", 0, 10_000_000),
                new Bound("load.kept_bytes", 0, 1L << 40),
                new Bound("load.max_answer_bytes", 1, 1 << 30),
                new Bound("simulator.port", 0, 65535),
                new Bound("simulator.latency_ms", 0, 3_600_000, "simulator.spread_ms=0"),
                new Bound("simulator.spread_ms", 0, 13_000),
                new Bound("simulator.tokens", 1, 100_000),
                new Bound("simulator.account_limit", 0, 1_000_000),
                new Bound("simulator.knee", 0, 1_000_000),
                new Bound("simulator.seed", Long.MIN_VALUE, Long.MAX_VALUE),
                new Bound("simulator.keep_alive_ms", 0, 3_600_000),
                new Bound("simulator.silent_ms", 1, 3_600_000),
                new Bound("simulator.max_accounts", 1, 1_000_000),
                new Bound("simulator.max_in_flight", 1, 1_000_000),
                new Bound("simulator.max_body_bytes", 1, 1 << 30));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void theLeastAndTheMostAreTaken(Bound bound) {
        for (long value : new long[] {bound.least, bound.most}) {
            assertThatCode(() -> read(bound, BigInteger.valueOf(value))).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void oneBeyondIsRefusedUnderTheKeysFullName(Bound bound) {
        for (BigInteger value : List.of(
                BigInteger.valueOf(bound.least).subtract(BigInteger.ONE),
                BigInteger.valueOf(bound.most).add(BigInteger.ONE))) {
            assertThatThrownBy(() -> read(bound, value))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageStartingWith(bound.key + ": value: " + value + " (expected: ");
        }
    }

    @Test
    void noNumberOfConfIsLeftOut() {
        Set<String> numbers = new TreeSet<>();
        collect("", SettingsTree.defaults(), numbers);
        assertThat(bounds().stream().map(Bound::key)).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @ParameterizedTest
    @CsvSource({"http://h", "https://h:8443/v1", "http://127.0.0.1:1", "http://[::1]:80/a/b"})
    void aBaseUrlIsTakenWithoutItsLastSlash(String url) {
        for (String written : List.of(url, url + "/")) {
            assertThat(SettingsReader.read(null, Map.of(), List.of("relay.deepseek.url=" + written))
                            .relay()
                            .deepseek()
                            .url())
                    .isEqualTo(url);
        }
    }

    private static void collect(String path, JsonNode object, Set<String> numbers) {
        object.properties().forEach(entry -> {
            if (entry.getValue().isNumber()) {
                numbers.add(path + entry.getKey());
            }
            collect(path + entry.getKey() + ".", entry.getValue(), numbers);
        });
    }

    private static Settings read(Bound bound, BigInteger value) {
        String[] assignments = Arrays.copyOf(bound.alongside, bound.alongside.length + 1);
        assignments[bound.alongside.length] = bound.key + "=" + value;
        return SettingsReader.read(null, Map.of(), List.of(assignments));
    }
}
