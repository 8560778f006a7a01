package dev.atmar.relay.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a key lets through of itself. */
final class KeyTest {
    @Test
    void goesIntoTheHeader_andNowhereElse() {
        Key key = Key.ofCaller("sk-canary");
        assertThat(key.authorization()).isEqualTo("Bearer sk-canary");
        assertThat(key).hasToString("***");
        assertThat("" + key.mask("key sk-canary, Bearer sk-canary")).isEqualTo("key ***, Bearer ***");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"sk\"1 sk\\\"1", "sk\\1 sk\\\\1", "sk/1 sk\\/1", "sk+1/= sk%2B1%2F%3D", "sk/1\" sk/1\\\"", "sk sk"
            },
            quoteCharacter = '#')
    void isMaskedAsJsonOrAUrlWouldHoldIt(String text, String written) {
        assertThat(Key.ofCaller(text).mask("<" + written + "|" + text + ">")).isEqualTo("<***|***>");
    }

    @Test
    void headersThatNameIt_areTakenOut() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("x-echo", "none")
                .add("x-echo", "Bearer sk-canary")
                .add("content-type", "application/json");
        Key.ofCaller("sk-canary").hideFrom(headers);
        assertThat(headers.names()).containsExactly("content-type");
    }
}
