package dev.atmar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
    @ParameterizedTest
    @ValueSource(strings = {"authorization", "X-Custom_1", "accept", "content-type", "cookie"})
    void whatIsTheCallersMaySayWhatItLikes(String name) {
        assertThatCode(() -> RequestHeaders.require("headers", name, "text\twith é, and a \"quote\""))
                .doesNotThrowAnyException();
        assertThatCode(() -> RequestHeaders.require("headers", name, "")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connection",
                "Content-Length",
                "expect",
                "host",
                "keep-alive",
                "proxy-connection",
                "TE",
                "trailer",
                "transfer-encoding",
                "Upgrade"
            })
    void whatIsTheConnectionsIsRefused(String name) {
        refused(name, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "é", "北京"})
    void nameThatIsNoTokenIsRefused(String name) {
        refused(name, "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\u0000b", "a\u007fb", "北京", "x\u0100"})
    void valueThatWouldNotBeSentAsItIsIsRefusedAndNotRepeated(String value) {
        refused("x-name", value);
    }

    private static void refused(String name, String value) {
        assertThatThrownBy(() -> RequestHeaders.require("headers", name, value))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.status()).isEqualTo(400);
                    assertThat(refused.param()).isEqualTo("headers");
                    assertThat(refused.getMessage()).doesNotContain("\r", "\n");
                });
    }
}
