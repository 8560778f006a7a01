package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atmar.http.json.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** It finds what is there, wherever it stands, and nothing else. */
final class TextSearchTest {
    @Test
    void whatIsThere_isFoundAnywhere() {
        TextSearch search = new TextSearch("needle");
        for (int before = 0; before < 20; before++) {
            for (int behind = 0; behind < 20; behind++) {
                assertThat(isIn(search, "n".repeat(before) + "needle" + "e".repeat(behind)))
                        .isTrue();
                assertThat(isIn(search, "n".repeat(before) + "neesle" + "e".repeat(behind)))
                        .isFalse();
            }
        }
    }

    @Test
    void outsideOfTheBytes_nothingIsFound() {
        Buffer whole = Buffer.buffer("needle");
        TextSearch search = new TextSearch("needle");
        assertThat(search.isIn(Bytes.of(whole.slice(0, 5)))).isFalse();
        assertThat(search.isIn(Bytes.of(whole.slice(1, 6)))).isFalse();
        assertThat(search.isIn(Bytes.of(whole.slice(0, 6)))).isTrue();
        assertThat(isIn(search, "")).isFalse();
    }

    @Test
    void textsOfFewLetters_areFoundAsJavaFindsThem() {
        Random random = new Random(1980);
        for (int round = 0; round < 20_000; round++) {
            String text = letters(random, 1 + random.nextInt(4));
            String whole = letters(random, random.nextInt(30));
            assertThat(isIn(new TextSearch(text), whole)).isEqualTo(whole.contains(text));
        }
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int index = 0; index < length; index++) {
            letters.append("abé".charAt(random.nextInt(length > 4 ? 3 : 2)));
        }
        return letters.toString();
    }

    private static boolean isIn(TextSearch search, String text) {
        return search.isIn(Bytes.of(Buffer.buffer(text)));
    }
}
