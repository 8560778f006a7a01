package dev.atmar.relay.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of routes are a fixed set. */
final class RoutesTest {
    @ParameterizedTest
    @CsvSource({
        "/deepseek,/deepseek/",
        "/deepseek/,/deepseek/",
        "/a_deepseek/,/a_deepseek/",
        "/atmar,/atmar/",
        "/v1/chat/completions,/v1/chat/completions",
        "/chat/completions/,/v1/chat/completions",
        "/v1/models,/v1/models",
        "/models/,/v1/models"
    })
    void route_hasOneName(String path, String name) {
        assertThat(Routes.name(path)).isEqualTo(name);
        assertThat(Routes.isWatched(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/atmar//", "/atmar/x", "/ATMAR", "/v1", "/v1/models/x", "/-"})
    void whatIsNoRoute_hasNoName(String path) {
        assertThat(Routes.name(path)).isEqualTo("-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready/", "/metrics", "/metrics/"})
    void whatMonitorsAsk_isNotWatched(String path) {
        assertThat(Routes.isWatched(path)).isFalse();
    }
}
