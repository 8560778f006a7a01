package dev.atmar.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTimingsTest {
    private static List<Hop> read(String header) {
        return ServerTimings.read(header);
    }

    @Test
    void namesMayRepeat_andKeepTheirOrder() {
        assertThat(read("relay.q;dur=1.5, relay;dur=20,relay;dur=10"))
                .containsExactly(new Hop("relay.q", 1.5), new Hop("relay", 20), new Hop("relay", 10));
    }

    @Test
    void parametersInAnyOrder_unknownOnesSkipped_theFirstDurationCounts() {
        assertThat(read("db ; x=y ; desc=\"a, b;dur=9\\\"\" ; DUR = \"7.25\" ; dur=1\t, cache;desc=hit, app;dur=0"))
                .containsExactly(new Hop("db", 7.25), new Hop("app", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",,,",
                ";dur=1",
                "a",
                "a;dur",
                "a;dur=",
                "a;dur=x",
                "a;dur=-1",
                "a;dur=NaN",
                "a;dur=1e99",
                "<img>;dur=1",
                "a;desc=\"never closed;dur=1"
            })
    void whatFitsNoRule_isPassedOver(String header) {
        assertThat(read(header)).isEmpty();
        assertThat(read(header + "\", b;dur=2").size()).isLessThanOrEqualTo(1);
    }

    @Test
    void garbageInOneEntry_leavesTheNextAsItIs() {
        assertThat(read("??(;dur=1, b;dur=2")).containsExactly(new Hop("b", 2));
    }

    @Test
    void aHostileHeader_isReadInPart() {
        assertThat(read(String.join(",", Collections.nCopies(100_000, "a;dur=1"))))
                .hasSize(64);
        assertThat(read("n".repeat(65) + ";dur=1, b;dur=2")).containsExactly(new Hop("b", 2));
        assertThat(read("x".repeat(9000) + ", b;dur=2")).isEmpty();
    }

    @Test
    void noHeader_noHops() {
        assertThat(read(null)).isEmpty();
    }

    @Test
    void ofNames_theFirst32AreKept() {
        Hops hops = new Hops();
        for (int i = 0; i < 100; i++) {
            hops.add(List.of(new Hop("hop" + i, 10)));
        }
        hops.add(List.of(new Hop("hop0", 30)));

        assertThat(hops.toJson()).hasSize(32);
        assertThat(hops.toJson().getJsonObject("hop0").getInteger("count")).isEqualTo(2);
        assertThat(hops.toJson().getJsonObject("hop0").getDouble("max")).isBetween(29.5, 30.5);
    }
}
