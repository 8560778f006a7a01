package dev.atmar.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.WebAddress;
import dev.atmar.settings.AccountSettings;
import dev.atmar.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is below an account's base URL, and what only looks like it. */
final class AccountBasesTest {
    private final AccountBases bases =
            new AccountBases(List.of(account("https://10.0.0.1/v1"), account("http://inside.example:8080/")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://10.0.0.1/v1",
                "https://10.0.0.1:443/v1",
                "https://10.0.0.1/v1/",
                "https://10.0.0.1/v1?a=../b",
                "https://10.0.0.1/v1/chat/completions",
                "https://10.0.0.1/v1/a..b/.well-known/...?x=%2e%2e",
                "http://inside.example:8080",
                "http://INSIDE.example:8080/any/thing"
            })
    void urlAtTheBaseOrBelow_isCovered(String url) {
        assertThat(bases.cover(WebAddress.of("url", url))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/v1",
                "http://10.0.0.1:443/v1",
                "https://10.0.0.1:444/v1",
                "https://10.0.0.2/v1",
                "https://10.0.0.1/",
                "https://10.0.0.1/v2",
                "https://10.0.0.1/v10",
                "https://10.0.0.1/V1",
                "https://10.0.0.1//v1",
                "https://10.0.0.1/v1/..",
                "https://10.0.0.1/v1/../admin",
                "https://10.0.0.1/v1/a/../../admin",
                "https://10.0.0.1/v1/./x",
                "https://10.0.0.1/v1/..;x/admin",
                "https://10.0.0.1/v1/%2e%2e/admin",
                "https://10.0.0.1/v1/.%2E/admin",
                "https://10.0.0.1/v1/..%2fadmin",
                "https://10.0.0.1/v1/..%5Cadmin",
                "https://10.0.0.1/v1%2f..%2fadmin",
                "http://inside.example/",
                "http://a.inside.example:8080/",
                "http://inside.example:8080/../x"
            })
    void urlBesideTheBase_isNotCovered(String url) {
        assertThat(bases.cover(WebAddress.of("url", url))).isFalse();
    }

    @Test
    void baseThatCannotBeCalled_refusesTheStart() {
        assertThatThrownBy(() -> new AccountBases(List.of(account("http://h:70000"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("relay.accounts.0");
    }

    private static AccountSettings account(String url) {
        return new AccountSettings("a", url, List.of(), null, null, null, Map.of());
    }
}
