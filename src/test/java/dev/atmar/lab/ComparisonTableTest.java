package dev.atmar.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {
    private static final int CONCURRENT = 30;
    private static final long SLEEP = 5000;

    private static Row row(Way way, int ranAtOnce, double wall, double neighbour, String verdict) {
        return new Row(
                way,
                CONCURRENT,
                SLEEP,
                wall,
                ranAtOnce,
                wall / 2,
                wall * 0.99,
                wall,
                neighbour,
                Map.of(),
                verdict,
                null);
    }

    private static final List<Row> ROWS = List.of(
            row(Way.BLOCKING, 1, 150_012.3, 145_003.1, "serial"),
            row(Way.ORDERED, 1, 150_034.5, 2.1, "serial"),
            row(Way.EXECUTE_BLOCKING, 20, 10_012.3, 1.9, "pool of 20"),
            new Row(
                    Way.VIRTUAL,
                    CONCURRENT,
                    SLEEP,
                    null,
                    0,
                    null,
                    null,
                    null,
                    null,
                    Map.of(),
                    "not available",
                    "no virtual threads: Java 17 runs here (expected: 21 or later)"),
            row(Way.ASYNC, 30, 5004.4, 1.2, "all at once"),
            row(Way.ASYNC_THREAD_TEST, 30, 5009.9, 2.4, "all at once"),
            row(Way.ASYNC_COROUTINE_TEST, 30, 5008.4, 1.4, "all at once"));

    @Test
    void theTable_showsAtAGlanceWhatRunsAtOnce() {
        assertThat(ComparisonTable.of(ROWS)).isEqualTo("""
                        way                   at once     wall  sleeps      p50      p99  worst ping  verdict
                        blocking                    1  150.0 s   30.0x  75.01 s  148.5 s     145.0 s  serial         ███████
                        ordered                     1  150.0 s   30.0x  75.02 s  148.5 s      2.1 ms  serial         ███████
                        execute-blocking           20  10.01 s    2.0x   5.01 s   9.91 s      1.9 ms  pool of 20     ▌
                        virtual                     -        -       -        -        -           -  not available
                        async                      30   5.00 s    1.0x   2.50 s   4.95 s      1.2 ms  all at once    ▎
                        async_thread_test          30   5.01 s    1.0x   2.50 s   4.96 s      2.4 ms  all at once    ▎
                        async_coroutine_test       30   5.01 s    1.0x   2.50 s   4.96 s      1.4 ms  all at once    ▎

                        virtual: no virtual threads: Java 17 runs here (expected: 21 or later).

                        30 sleeps of 5.00 s ran one after the other with blocking, ordered (150.0 s); a few at a time with
                        execute-blocking (10.01 s); all at once with async, async_thread_test, async_coroutine_test (5.00 s
                        to 5.01 s). 30 requests cannot tell a pool of 30 or more from none. Held up by blocking, a neighbour
                        waited up to 145.0 s for a ping; beside the others 2.4 ms.
                        """);
    }

    @Test
    void noLine_isLongerThanAHundredColumns() {
        Row extreme = new Row(
                Way.ASYNC_COROUTINE_TEST,
                10_000,
                60_000,
                6e8,
                10_000,
                6e8,
                6e8,
                6e8,
                6e8,
                Map.of("http_503", 10_000, "upstream_closed", 10_000, "timeout", 9999),
                "pool of 10000",
                "so many words ".repeat(20).strip());
        assertThat(ComparisonTable.of(List.of(extreme, ROWS.get(4))).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void theConclusion_comesFromTheRows() {
        assertThat(Conclusion.of(List.of(row(Way.ASYNC, 30, 5004.4, 3.2, "all at once"))))
                .isEqualTo("30 sleeps of 5.00 s ran all at once with async (5.00 s). 30 requests cannot tell a pool of"
                        + " 30 or more from none. None held up its neighbour: no ping took longer than 3.2 ms.");
        assertThat(Conclusion.of(List.of(row(Way.BLOCKING, 1, 150_000, 145_000, "serial"))))
                .isEqualTo("30 sleeps of 5.00 s ran one after the other with blocking (150.0 s). Held up by blocking,"
                        + " a neighbour waited up to 145.0 s for a ping.");
        assertThat(Conclusion.of(List.of(row(Way.ASYNC, 25, 9000, 6000, "unclear"))))
                .isEqualTo("30 sleeps of 5.00 s ran in a way that was not seen clearly with async (9.00 s).");
        assertThat(Conclusion.of(List.of(ROWS.get(3)))).isEqualTo("Nothing could be measured.");
    }
}
