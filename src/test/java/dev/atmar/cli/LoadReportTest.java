package dev.atmar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a person reads after a run. */
class LoadReportTest {
    private static JsonObject times(double p50, double max) {
        return new JsonObject()
                .put("p50", p50)
                .put("p90", max)
                .put("p99", max)
                .put("p999", max)
                .put("max", max);
    }

    private static JsonObject summary() {
        return new JsonObject()
                .put("requests", 100)
                .put("ok", 97)
                .put("errors", new JsonObject().put("timeout", 2).put("status", 1))
                .put("elapsed_ms", 2000.0)
                .put("rate", 50.0)
                .put("response_ms", times(13_000, 16_000))
                .put("service_ms", times(12, 16))
                .put("send_lag_ms", times(0.05, 0.1))
                .put("peak_in_flight", 12)
                .put("cancelled", false)
                .put("valid", true);
    }

    private static String text(JsonObject summary) {
        return LoadReport.of("http://127.0.0.1/", new JsonObject().put("summary", summary), true);
    }

    @Test
    void aPlainRun_isAHeadlineTheErrorsAndTheClocks() {
        assertThat(text(summary()).lines())
                .containsExactly(
                        "100 requests to http://127.0.0.1/ in 2.00 s, 50.0/s, at most 12 in flight",
                        "ok 97, errors timeout 2, status 1",
                        "                    p50       p90       p99     p99.9       max",
                        "response        13.00 s   16.00 s   16.00 s   16.00 s   16.00 s",
                        "service           12 ms     16 ms     16 ms     16 ms     16 ms",
                        "send lag        0.05 ms   0.10 ms   0.10 ms   0.10 ms   0.10 ms");
    }

    @Test
    void theOpenModel_saysWhatWasDueAndWhatWasNotSent() {
        JsonObject summary = summary().put("target_rate", 50.0).put("sent_rate", 48.5);

        assertThat(text(summary)).contains("\ndue 50.0/s, sent 48.5/s\nok 97");
        assertThat(text(summary.put("not_sent", 3))).contains("\ndue 50.0/s, sent 48.5/s, 3 NOT SENT\n");
    }

    @Test
    void tokens_haveTheirClocksAndRates() {
        JsonObject summary = summary()
                .put("ttft_ms", times(500, 900))
                .put("itl_ms", times(20, 30))
                .put("tpot_ms", times(21, 31))
                .put(
                        "tokens",
                        new JsonObject()
                                .put("output", 20_000)
                                .put("per_second", 400.04)
                                .put("per_request_per_second", new JsonObject().put("p50", 33.3))
                                .put("told_by", "usage"));

        assertThat(text(summary))
                .containsPattern("\nfirst token +500 ms")
                .containsPattern("\nper token +21 ms")
                .contains("\n20000 tokens, 400.0/s in all, half of the requests above 33.3/s (told by usage)");
    }

    @Test
    void whatDoesNotCount_isSaidLast() {
        JsonObject summary = summary()
                .put(
                        "slo",
                        new JsonObject()
                                .put("text", "p99<20s")
                                .put("good", 90)
                                .put("share", 0.9)
                                .put("rate", 45.0)
                                .put(
                                        "terms",
                                        new JsonArray()
                                                .add(new JsonObject()
                                                        .put("term", "p99<20s")
                                                        .put("value_ms", 21_000.5)
                                                        .put("share", 0.9)
                                                        .put("met", false))))
                .put(
                        "thresholds",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("condition", "errors>1%")
                                        .put("value", 3.0)
                                        .put("unit", "%")
                                        .put("breached", true))
                                .add(new JsonObject()
                                        .put("condition", "p99>20s")
                                        .put("value", 120.0)
                                        .put("unit", "ms")
                                        .put("breached", false)))
                .put("aborted_because", "errors>1%")
                .put("valid", false)
                .put("invalid_because", new JsonArray().add("too slow").add("too late"));

        assertThat(text(summary)).contains("at most 12 in flight (aborted)");
        assertThat(text(summary).lines().skip(6))
                .containsExactly(
                        "goodput 90.0 % (90 requests, 45.0/s) of p99<20s",
                        "slo      p99<20s                  MISSED   (21000.5 ms, kept by 90 %)",
                        "fail-if  errors>1%                BREACHED (3 %)",
                        "fail-if  p99>20s                  ok       (120 ms)",
                        "ABORTED: errors>1%",
                        "INVALID: too slow",
                        "INVALID: too late");
    }

    @Test
    void thePicture_isOfTheHistogramInTheResult() {
        Histogram nanos = new Histogram(3);
        nanos.recordValueWithCount(100_000_000L, 30);
        nanos.recordValueWithCount(200_000_000L, 10);
        ByteBuffer bytes = ByteBuffer.allocate(nanos.getNeededByteBufferCapacity());
        int length = nanos.encodeIntoCompressedByteBuffer(bytes);
        String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
        JsonObject result =
                new JsonObject().put("summary", summary()).put("histograms", new JsonObject().put("response", encoded));

        assertThat(LoadReport.of("x", result, true)).contains("≤     110 ms │████████████████████████████████████████");
        assertThat(LoadReport.of("x", result, false))
                .contains("<=     110 ms |########################################");
    }
}
