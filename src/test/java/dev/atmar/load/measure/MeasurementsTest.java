package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atmar.http.ApiException;
import dev.atmar.http.json.JsonFields;
import dev.atmar.load.call.CallError;
import dev.atmar.load.call.ErrorType;
import dev.atmar.load.call.Gaps;
import dev.atmar.load.call.Outcome;
import dev.atmar.load.call.Timings;
import dev.atmar.load.call.Timings.Sending;
import dev.atmar.load.call.Tokens;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementsTest {
    private static final Slo OBJECTIVE = Slo.parse("slo", "ttft<400ms,p90<2s,itl.p50<10ms");
    private static final List<Threshold> THRESHOLDS = List.of(
            Threshold.parse("a", "p99>1s"), Threshold.parse("b", "errors>1%"), Threshold.parse("c", "goodput<95%"));

    private final Random random = new Random(7);

    private record Ended(Timings timings, Outcome outcome, Tokens tokens) {}

    private Ended any() {
        long sent = random.nextInt(50_000_000);
        long end = sent + Math.round(Math.exp(random.nextGaussian()) * 5e8);
        Timings timings = new Timings(0, 0, any(Sending.values()), sent, (sent + end) / 2, end);
        return random.nextInt(10) == 0
                ? new Ended(timings, Outcome.failed(CallError.of(any(ErrorType.values()), "x")), null)
                : new Ended(timings, Outcome.succeeded(200, null), anyTokens(sent, end));
    }

    private Tokens anyTokens(long sent, long end) {
        int pieces = random.nextInt(20);
        Gaps gaps = new Gaps();
        IntStream.range(1, pieces).forEach(piece -> gaps.add(random.nextInt(20_000_000)));
        boolean told = random.nextBoolean();
        Tokens tokens = new Tokens((sent + end) / 2, end, pieces, told ? random.nextInt(100) : pieces, told, gaps);
        return random.nextInt(3) == 0 ? null : tokens;
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static Measurements measure(List<Ended> ended, Span span, Circumstances circumstances) {
        Recorder recorder = new Recorder(OBJECTIVE);
        ended.forEach(each -> recorder.record(each.timings(), each.outcome(), each.tokens()));
        return recorder.measurements(span, circumstances);
    }

    private static JsonObject summary(Measurements measured) {
        return Summary.of(measured, OBJECTIVE, THRESHOLDS).toJson();
    }

    private static Circumstances circumstances(int inFlight, String... doubts) {
        return new Circumstances(inFlight, inFlight, inFlight, 0, false, null, Pace.NONE, Client.NONE, List.of(doubts));
    }

    @Test
    void slicesMerged_giveTheSummaryOfTheWhole() {
        for (int round = 0; round < 10; round++) {
            List<Ended> all = IntStream.range(0, random.nextInt(500))
                    .mapToObj(each -> any())
                    .toList();
            int cut = random.nextInt(all.size() + 1);
            Measurements whole = measure(all, new Span(1_000_000, 9_000_000), circumstances(5, "late"));
            Measurements first = measure(all.subList(0, cut), new Span(1_000_000, 8_000_000), circumstances(3));
            Measurements second =
                    measure(all.subList(cut, all.size()), new Span(1_500_000, 9_000_000), circumstances(2, "late"));

            assertThat(summary(first.merge(second))).isEqualTo(summary(whole));
            assertThat(summary(second.merge(first))).isEqualTo(summary(whole));
            JsonObject merged = Measurements.fromJson(first.toJson())
                    .merge(Measurements.fromJson(second.toJson()))
                    .toJson();
            assertThat(summary(Measurements.fromJson(merged))).isEqualTo(summary(whole));
        }
    }

    @Test
    void aMessage_isReadAsItWasWritten_alsoAsText() {
        Measurements measured =
                measure(IntStream.range(0, 300).mapToObj(each -> any()).toList(), new Span(1, 2), circumstances(4));

        Measurements read =
                Measurements.fromJson(new JsonObject(measured.toJson().encode()));

        assertThat(read.counts()).isEqualTo(measured.counts());
        assertThat(read.span()).isEqualTo(measured.span());
        assertThat(read.circumstances()).isEqualTo(measured.circumstances());
        assertThat(read.histograms()).isEqualTo(measured.histograms());
    }

    @Test
    void percentilesOfTheMerged_areThoseOfAllValues() {
        Histogram low = new Histogram(3);
        Histogram high = new Histogram(3);
        long[] values = random.longs(10_000, 0, 100_000_000_000L).sorted().toArray();
        for (int i = 0; i < values.length; i++) {
            (i < 1000 ? low : high).recordValue(values[i]);
        }
        JsonObject texts = new JsonObject().put("low", HistogramText.write(low)).put("high", HistogramText.write(high));
        Histogram merged = HistogramText.read(fields(texts), "low");
        merged.add(HistogramText.read(fields(texts), "high"));

        for (double percentile : new double[] {1, 10, 50, 90, 99, 99.9, 100}) {
            long exact = values[(int) Math.ceil(percentile / 100 * values.length - 1e-6) - 1];
            assertThat(merged.getValueAtPercentile(percentile)).isBetween(exact, exact + exact / 1000 + 1);
        }
    }

    private static JsonFields fields(JsonObject json) {
        return new JsonFields("histograms", json);
    }

    private static String text(Histogram histogram) {
        ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(bytes);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
    }

    private static void refused(String text) {
        JsonObject message = Measurements.none(new Span(0, 1)).toJson();
        message.getJsonObject("histograms").put("response", text);
        assertThatThrownBy(() -> Measurements.fromJson(message))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("histograms.response: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "HISTFAAAAAA=", "HISTFAAAAAR4nAMA", "!!!!"})
    void whatIsNoHistogram_isRefused(String text) {
        refused(text);
    }

    @Test
    void aHistogramThatWouldTakeMuchRoom_isRefusedByItsHead() {
        refused(text(new Histogram(1, Long.MAX_VALUE / 2, 5)));
        refused(text(new Histogram(1 << 20, 1L << 40, 3)));
        refused("A".repeat((1 << 20) + 4));
    }

    @Test
    void aByteOfAHistogramChanged_itIsReadOrRefused_andNothingElse() {
        Histogram some = new Histogram(3);
        random.longs(50, 0, 1_000_000_000).forEach(some::recordValue);
        byte[] bytes = Base64.getDecoder().decode(text(some));
        for (int at = 0; at < bytes.length; at += 3) {
            byte[] changed = bytes.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            JsonObject message = Measurements.none(new Span(0, 1)).toJson();
            message.getJsonObject("histograms")
                    .put("response", Base64.getEncoder().encodeToString(changed));
            try {
                summary(Measurements.fromJson(message));
            } catch (ApiException refused) {
                assertThat(refused.param()).isEqualTo("histograms.response");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"counts", "span", "circumstances"})
    void aPartThatIsMissing_isRefusedByName(String part) {
        JsonObject message = Measurements.none(new Span(0, 1)).toJson();
        message.remove(part);

        assertThatThrownBy(() -> Measurements.fromJson(message))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith(part + ".");
    }
}
