package dev.atmar.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines out of chunks: wherever these are cut, the lines are the same, and no byte is lost. */
final class EventLinesTest {
    private static final int LONGEST = 1024;

    private final List<String> contents = new ArrayList<>();
    private final Buffer bytes = Buffer.buffer();
    private final EventLines lines = new EventLines(LONGEST, line -> {
        contents.add(line.content().toString());
        bytes.appendBuffer(line.bytes());
    });

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nbé\n\nc\n",
                "a\r\nbé\r\n\r\nc\r\n",
                "a\rbé\r\rc\r",
                "\uFEFFa\nbé\n\nc",
                "\uFEFFa\r\nbé\r\r\nc",
                "a\rbé\n\r\nc"
            })
    void linesCutAnywhere_areTheSame(String text) {
        Buffer whole = Buffer.buffer(text);
        for (int cut = 0; cut <= whole.length(); cut++) {
            for (int again = cut; again <= whole.length(); again++) {
                EventLinesTest each = new EventLinesTest();
                each.lines.read(whole.slice(0, cut));
                each.lines.read(whole.slice(cut, again));
                each.lines.read(whole.slice(again, whole.length()));
                each.lines.end();
                assertThat(each.contents).as("cut at %d and %d", cut, again).containsExactly("a", "bé", "", "c");
                assertThat(each.bytes.toString()).isEqualTo(text);
            }
        }
    }

    @Test
    void lfCutFromItsCr_isNoLineWhereCrAloneHasEndedOne() {
        lines.read(Buffer.buffer("a\rb\r"));
        assertThat(contents).as("the CR did not wait").containsExactly("a", "b");
        lines.read(Buffer.buffer("\nc\n"));
        assertThat(contents).containsExactly("a", "b", "c");
        lines.read(Buffer.buffer("d\r"));
        lines.read(Buffer.buffer("\n"));
        lines.end();
        assertThat(contents).as("what is left is half a line end").containsExactly("a", "b", "c", "d", "");
        assertThat(bytes).hasToString("a\rb\r\nc\nd\r\n");
    }

    @Test
    void crAtTheEndOfAChunk_waitsForTheLfThatMayFollow() {
        lines.read(Buffer.buffer("a\r"));
        assertThat(contents).isEmpty();
        lines.read(Buffer.buffer("\n"));
        assertThat(contents).containsExactly("a");
    }

    @Test
    void lastLineWithoutAnEnd_isHandedOutAtTheEnd() {
        List<Boolean> ended = new ArrayList<>();
        EventLines each = new EventLines(LONGEST, line -> ended.add(line.isEnded()));
        each.read(Buffer.buffer("a\nb"));
        each.end();
        assertThat(ended).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", ""})
    void lineTooLong_isRefusedWhetherItIsCutOrNot(String end) {
        Buffer tooLong = Buffer.buffer("x".repeat(LONGEST + 1) + end);
        assertThatThrownBy(() -> lines.read(tooLong)).hasMessageContaining("max_line_bytes");
        EventLines cut = new EventLines(LONGEST, line -> {});
        assertThatThrownBy(() -> {
                    cut.read(tooLong.slice(0, LONGEST));
                    cut.read(tooLong.slice(LONGEST, tooLong.length()));
                })
                .hasMessageContaining("max_line_bytes");
        assertThat(contents).isEmpty();
    }

    /** Reading them anew for each event would take many minutes. */
    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void manyLines_takeTimeInProportion() {
        Buffer many = Buffer.buffer("data: {\"delta\":1234}\r\n\r\n".repeat(1_000_000));
        int[] count = new int[1];
        new EventLines(LONGEST, line -> count[0]++).read(many);
        assertThat(count[0]).isEqualTo(2_000_000);
        EventLines byteByByte = new EventLines(1 << 30, line -> count[0]++);
        Buffer one = Buffer.buffer("x");
        for (int times = 0; times < 4_000_000; times++) {
            byteByByte.read(one);
        }
        byteByByte.end();
        assertThat(count[0]).isEqualTo(2_000_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:x", "data: x", "data:  x", "data", "data:", "data: "})
    void valueOfAField_hasLostOneSpace(String text) {
        List<String> values = new ArrayList<>();
        EventLines each = new EventLines(LONGEST, line -> {
            assertThat(line.isField("data")).isTrue();
            assertThat(line.isField("dat")).isFalse();
            assertThat(line.isField("database")).isFalse();
            values.add(line.valueOf("data").toString());
        });
        each.read(Buffer.buffer(text + "\n"));
        assertThat(values).containsExactly(text.replaceFirst("data:? ?", ""));
    }
}
