package dev.atmar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyPictureTest {
    private static Histogram of(long... micros) {
        Histogram nanos = new Histogram(3);
        for (long time : micros) {
            nanos.recordValue(time * 1000);
        }
        return nanos;
    }

    private static List<String> picture(Histogram nanos) {
        return LatencyPicture.of(nanos, true).lines().toList();
    }

    @Test
    void ofNothing_isNothing() {
        assertThat(picture(new Histogram(3))).isEmpty();
    }

    @Test
    void oneTime_isOneFullRowWithEveryPercentile() {
        assertThat(picture(of(13_000, 13_000)))
                .containsExactly("≤      13 ms │" + "█".repeat(40) + "         2 p50,90,99,99.9");
    }

    @Test
    void timesCloseToEachOther_haveRowsOfOneWidth_andDigitsThatTellThemApart() {
        Histogram nanos = new Histogram(3);
        for (int micros = 100_000; micros <= 103_000; micros += 100) {
            nanos.recordValue(micros * 1000L);
        }

        List<String> rows = picture(nanos);

        assertThat(rows).hasSize(10);
        assertThat(rows.stream().map(row -> row.substring(0, 14)).distinct()).hasSize(10);
        assertThat(rows.get(9)).startsWith("≤   103.0 ms").contains(" p90,99,99.9");
    }

    @Test
    void timesFarApart_haveRowsEachSoManyTimesAsWideAsTheOneAbove() {
        Histogram nanos = of(1_000);
        nanos.recordValueWithCount(1_000_000L, 999);
        nanos.recordValue(10_000_000_000L);

        List<String> rows = picture(nanos);

        assertThat(rows).hasSize(10);
        assertThat(rows.get(0)).startsWith("≤    2.51 ms").contains("      1000 p50,90,99");
        assertThat(rows.get(9)).startsWith("≤    10.0").contains("│▏").endsWith("         1");
    }

    @Test
    void everyTimeIsInARow_andNoRowIsWiderThanATerminal() {
        Histogram nanos = new Histogram(3);
        long value = 50_000;
        for (int i = 0; i < 5000; i++) {
            nanos.recordValue(value);
            value = value * 1001 / 1000 + 17;
        }

        List<String> rows = LatencyPicture.of(nanos, false).lines().toList();

        assertThat(rows).allSatisfy(row -> assertThat(row.length()).isLessThan(80));
        assertThat(rows.stream().mapToLong(LatencyPictureTest::count).sum()).isEqualTo(5000);
        assertThat(String.join("", rows)).matches("\\p{ASCII}+");
    }

    private static long count(String row) {
        return Long.parseLong(row.substring(row.indexOf('|') + 41).strip().split(" ")[0]);
    }
}
