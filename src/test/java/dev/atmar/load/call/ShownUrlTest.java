package dev.atmar.load.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://peer/v1,                          https://peer/v1",
        "https://peer/v1?api_key=sk-1&model=a=b,   https://peer/v1?api_key=…&model=…",
        "https://peer/v1?a=1;key=2,                https://peer/v1?a=…;key=…",
        "https://peer/v1?sk-1,                     https://peer/v1?…",
        "https://peer/v1?a=1&sk-1,                 https://peer/v1?…",
        "https://user:sk-1@peer/v1,                https://peer/v1",
        "https://user:s@k-1@peer/v1#sk-2,          https://peer/v1",
        "https://peer/v1#sk?key=1,                 https://peer/v1",
        "bus:atmar.chat,                           bus:atmar.chat",
        "3 URLs,                                   3 URLs",
        "'',                                       ''"
    })
    void neitherUserInfoNorQueryValuesAreShown(String url, String shown) {
        assertThat(ShownUrl.of(url)).isEqualTo(shown);
    }
}
