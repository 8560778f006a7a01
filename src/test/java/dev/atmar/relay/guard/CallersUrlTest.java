package dev.atmar.relay.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers' URLs as texts: what can be read in one way only, and what cannot. */
final class CallersUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://example.com, example.com, example.com, 80, /",
        "HTTPS://Example.COM/A?b=c, example.com, Example.COM, 443, /A?b=c",
        "http://example.com.:8080/, example.com., example.com., 8080, /",
        "http://localhost?x, localhost, localhost, 80, /?x",
        "http://a-b.xn--bcher-kva.example/ü, a-b.xn--bcher-kva.example, a-b.xn--bcher-kva.example, 80, /%C3%BC",
        "http://1password.example/@x:y, 1password.example, 1password.example, 80, /@x:y",
        "http://8.8.8.8:65535/, 8.8.8.8, 8.8.8.8, 65535, /",
        "http://[::ffff:8.8.8.8]/, 8.8.8.8, [::ffff:8.8.8.8], 80, /",
        "http://[2606:4700::1111]:81/, 2606:4700:0:0:0:0:0:1111, [2606:4700::1111], 81, /"
    })
    void urlThatIsClear_isTakenApart(String url, String name, String host, int port, String uri) {
        CallersUrl read = CallersUrl.of("url", url);
        assertThat(read.host().name()).isEqualTo(name);
        assertThat(read.address().host()).isEqualTo(host);
        assertThat(read.address().port()).isEqualTo(port);
        assertThat(read.address().uri()).isEqualTo(uri);
    }

    @ParameterizedTest
    @MethodSource("dev.atmar.relay.guard.HostileUrls#unclear")
    void urlThatCanBeReadInTwoWays_isRefused(String url) {
        assertThatThrownBy(() -> CallersUrl.of("url", url)).isInstanceOfSatisfying(ApiException.class, refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.param()).isEqualTo("url");
            assertThat(refused.code()).isEqualTo("invalid_value");
        });
    }

    @Test
    void names_areAsLongAsTheDnsHasThem() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));
        assertThat(CallersUrl.of("url", "http://" + longest + "./").host().name())
                .hasSize(254);
        assertThat(CallersUrl.of("url", "http://" + longest + "/").host().name())
                .hasSize(253);
    }
}
