package dev.atmar.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class DistributionsTest {
    static JsonObject resultOf(Histogram response) {
        ByteBuffer bytes = ByteBuffer.allocate(response.getNeededByteBufferCapacity());
        int length = response.encodeIntoCompressedByteBuffer(bytes);
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
        return new JsonObject().put("histograms", new JsonObject().put("response", text));
    }

    @Test
    void hgrm_isInMilliseconds_andCountsEverything() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 1000; i++) {
            nanos.recordValue(i * 1_000_000L);
        }

        String hgrm = Distributions.hgrm(resultOf(nanos));

        assertThat(hgrm.lines().findFirst().orElseThrow())
                .matches(" +Value +Percentile +TotalCount +1/\\(1-Percentile\\)");
        assertThat(hgrm).containsPattern("\n +500\\.\\d+ 0\\.500000000000 +500 +2\\.00\n");
        assertThat(hgrm).containsPattern("Max +=\\s+1000\\.\\d+, Total count +=\\s+1000]");
    }

    @Test
    void withoutHistograms_itIsEmpty() {
        assertThat(Distributions.response(new JsonObject()).getTotalCount()).isZero();
        assertThat(Distributions.hgrm(new JsonObject())).contains("Total count    =            0]");
    }
}
