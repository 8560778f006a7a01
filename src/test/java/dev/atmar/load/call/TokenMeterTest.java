package dev.atmar.load.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenMeterTest {
    private static final String STREAM = "\uFEFF: keep-alive\n\n"
            + event("{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}")
            + event("{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}")
            + event("{\"index\":0,\"delta\":{\"content\":\"北京\"}}")
            + event("{\"index\":0,\"delta\":{\"content\":\" \"},\"finish_reason\":null}")
            + event("{\"index\":0,\"delta\":{\"content\":\"a\\\"b\\n\"}}")
            + event("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}")
            + "data: {\"choices\":[],\"usage\":{\"completion_tokens\":7}}\n\n"
            + "data: [DONE]\n\n";

    private static String event(String choice) {
        return "data: {\"object\":\"chat.completion.chunk\",\"choices\":[" + choice + "]}\n\n";
    }

    private static Outcome read(TokenMeter meter, Buffer... chunks) {
        for (int i = 0; i < chunks.length; i++) {
            CallError fault = meter.read(chunks[i], 1000 + 10L * i);
            if (fault != null) {
                return Outcome.failed(fault);
            }
        }
        return meter.end(200);
    }

    private static Outcome read(TokenMeter meter, String... chunks) {
        return read(meter, Stream.of(chunks).map(Buffer::buffer).toArray(Buffer[]::new));
    }

    private static ErrorType failure(String... chunks) {
        return read(new TokenMeter(true), chunks).error().type();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n"})
    void cutAnywhere_whateverEndsLines_theSameIsRead(String lineEnd) {
        Buffer bytes = Buffer.buffer(STREAM.replace("\n\n", lineEnd + lineEnd));
        for (int cut = 0; cut <= bytes.length(); cut++) {
            TokenMeter meter = new TokenMeter(true);

            Outcome outcome = read(meter, bytes.slice(0, cut), bytes.slice(cut, bytes.length()));

            assertThat(new JsonObject(outcome.answer()).getString("content")).isEqualTo("北京 a\"b\n");
            assertThat(meter.tokens().pieces()).isEqualTo(4);
            assertThat(meter.tokens().tokens()).isEqualTo(7);
            assertThat(meter.tokens().toldByUsage()).isTrue();
        }
    }

    @Test
    void oneByteAtATime_theSameIsRead() {
        Buffer bytes = Buffer.buffer(STREAM);
        TokenMeter meter = new TokenMeter(true);
        for (int at = 0; at < bytes.length(); at++) {
            assertThat(meter.read(bytes.slice(at, at + 1), at)).isNull();
        }

        assertThat(meter.end(200).error()).isNull();
        assertThat(meter.tokens().pieces()).isEqualTo(4);
    }

    @Test
    void pieces_areStampedWithTheArrivalOfTheirBytes() {
        TokenMeter meter = new TokenMeter(false);
        String one = event("{\"delta\":{\"content\":\"a\"}}");
        read(meter, ": wait\n", one, one + one, "data: [DONE]\n\n");

        Tokens tokens = meter.tokens();
        Histogram gaps = new Histogram(3);
        tokens.gaps().recordTo(gaps);

        assertThat(tokens.first()).isEqualTo(1010);
        assertThat(tokens.last()).isEqualTo(1020);
        assertThat(gaps.getTotalCount()).isEqualTo(2);
        assertThat(gaps.getCountAtValue(0)).isEqualTo(1);
        assertThat(gaps.getCountAtValue(10)).isEqualTo(1);
        assertThat(tokens.tokens()).isEqualTo(3);
        assertThat(tokens.toldByUsage()).isFalse();
    }

    static Stream<String> pieces() {
        return Stream.of(
                "{\"delta\":{\"content\":\"x\"}}",
                "{\"delta\":{\"content\":\" \"}}",
                "{\"delta\":{\"content\":\"\",\"reasoning_content\":\"x\"}}",
                "{\"delta\":{\"reasoning\":\"x\"}}",
                "{\"delta\":{\"refusal\":\"x\"}}",
                "{\"delta\":{\"content\":null,\"tool_calls\":[{\"index\":0}]}}",
                "{\"text\":\"x\"}");
    }

    @ParameterizedTest
    @MethodSource("pieces")
    void contentOfWhateverKind_isAPiece(String choice) {
        assertThat(ChatEvent.of(Buffer.buffer("{\"choices\":[" + choice + "]}")).piece())
                .isTrue();
    }

    static Stream<String> noPieces() {
        return Stream.of(
                "{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}",
                "{\"delta\":{\"content\":null,\"tool_calls\":[]}}",
                "{\"delta\":null}",
                "{\"delta\":{},\"finish_reason\":\"stop\"}",
                "7");
    }

    @ParameterizedTest
    @MethodSource("noPieces")
    void nothingInIt_isNoPiece(String choice) {
        assertThat(ChatEvent.of(Buffer.buffer("{\"choices\":[" + choice + "]}")).piece())
                .isFalse();
    }

    @Test
    void aChatThatIsCutShort_isIncomplete() {
        assertThat(failure(event("{\"delta\":{\"content\":\"a\"}}"))).isEqualTo(ErrorType.INCOMPLETE);
        assertThat(failure(": keep-alive\n\n")).isEqualTo(ErrorType.INCOMPLETE);
        assertThat(failure("data: {\"choi")).isEqualTo(ErrorType.INCOMPLETE);
    }

    @Test
    void finishReasonOrDone_eitherMakesItWhole() {
        String piece = event("{\"delta\":{\"content\":\"a\"}}");

        assertThat(read(new TokenMeter(true), piece, "data: [DONE]").error()).isNull();
        assertThat(read(new TokenMeter(true), piece, event("{\"delta\":{},\"finish_reason\":\"length\"}"))
                        .error())
                .isNull();
    }

    @Test
    void anErrorInItsMidst_isTheOutcome() {
        Outcome outcome = read(
                new TokenMeter(true),
                event("{\"delta\":{\"content\":\"a\"}}"),
                "data: {\"error\":{\"message\":\"overloaded\"}}\n\ndata: [DONE]\n\n");

        assertThat(outcome.error().type()).isEqualTo(ErrorType.STREAM_ERROR);
        assertThat(outcome.error().message()).isEqualTo("overloaded");
    }

    @Test
    void anotherStream_isWholeWhenItEnds_andHasNoPieces() {
        TokenMeter meter = new TokenMeter(true);

        Outcome outcome = read(meter, "event: tick\ndata: 1\n\n", "data: not JSON\n\n");

        assertThat(outcome).isEqualTo(Outcome.succeeded(200, null));
        assertThat(meter.tokens().pieces()).isZero();
    }

    @Test
    void aLineWithoutEnd_isBounded() {
        String mebibyte = "x".repeat(1 << 20);

        assertThat(failure("data: ", mebibyte, "\n")).isEqualTo(ErrorType.TOO_LARGE);
        assertThat(failure("data: 1\n" + mebibyte + mebibyte + "\n")).isEqualTo(ErrorType.TOO_LARGE);
    }

    @Test
    void morePiecesThanAreKept_noneIsLost() {
        Gaps gaps = new Gaps();
        for (int i = 0; i < 100_000; i++) {
            gaps.add(i % 1000);
        }
        Histogram all = new Histogram(3);
        gaps.recordTo(all);

        assertThat(gaps.count()).isEqualTo(100_000);
        assertThat(all.getTotalCount()).isEqualTo(100_000);
        assertThat(all.getCountAtValue(7)).isEqualTo(100);
    }

    @Test
    void anAnswerInOnePiece_tellsItsTokens() {
        Buffer answer = Buffer.buffer("{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":42}}");

        assertThat(AnswerUsage.of(answer).tokens()).isEqualTo(42);
        assertThat(AnswerUsage.of(Buffer.buffer("{\"usage\":{}}"))).isNull();
        assertThat(AnswerUsage.of(Buffer.buffer("[\"completion_tokens\"]"))).isNull();
        assertThat(AnswerUsage.of(Buffer.buffer("{\"usage\":{\"completion_tokens\":-1}}")))
                .isNull();
    }
}
