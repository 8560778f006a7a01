package dev.atmar.batch.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
    private static final String TEXT = "one\ntwo\r\nthree\nfour";

    @Test
    void itIsTheHashOfTheWhole_howeverItComes() {
        for (int cut = 0; cut <= TEXT.length(); cut++) {
            assertThat(of(TEXT, cut, 0).all()).isEqualTo(Fingerprint.of(TEXT));
        }
    }

    @Test
    void aFileThatHasGrownByLines_beginsWithWhatItWas() {
        for (String former : new String[] {"", "one\n", "one\ntwo", "one\ntwo\r\n", "one\ntwo\r\nthree", TEXT}) {
            for (int cut = 0; cut <= TEXT.length(); cut++) {
                assertThat(of(TEXT, cut, former.length()).beginsWith(Fingerprint.of(former)))
                        .as("%s, cut at %d", former, cut)
                        .isTrue();
            }
        }
    }

    @Test
    void aLastLineThatHasGrown_isAnother() {
        for (String former : new String[] {"on", "one\ntw", "one\ntwo\r\nthr"}) {
            for (int cut = 0; cut <= TEXT.length(); cut++) {
                assertThat(of(TEXT, cut, former.length()).beginsWith(Fingerprint.of(former)))
                        .as("%s, cut at %d", former, cut)
                        .isFalse();
            }
        }
    }

    @Test
    void aFileThatHasChangedOrShrunk_doesNotBeginWithWhatItWas() {
        assertThat(of(TEXT, 5, 4).beginsWith(Fingerprint.of("two\n"))).isFalse();
        assertThat(of(TEXT, 5, TEXT.length() + 1).beginsWith(Fingerprint.of(TEXT + "\n")))
                .isFalse();
    }

    private static Fingerprint of(String text, int cut, long prefix) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Fingerprint fingerprint = new Fingerprint(prefix);
        fingerprint.add(bytes, 0, cut);
        fingerprint.add(bytes, cut, bytes.length - cut);
        return fingerprint;
    }
}
