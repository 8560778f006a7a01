package dev.atmar.bench;

import dev.atmar.bench.exact.Capacity;
import dev.atmar.bench.exact.Figure;
import dev.atmar.bench.exact.KnownLatency;
import dev.atmar.bench.exact.Ranks;
import dev.atmar.bench.exact.Stall;
import java.time.Duration;
import java.util.List;

/** What the long run goes through; shrunk, it is so many times shorter, and its figures mean nothing. */
final class AccuracyCases {
    private static final double WARM_UP_SECONDS = 3;
    private static final Duration SLOT = Duration.ofMillis(100);

    private final double shrunk;

    AccuracyCases(double shrunk) {
        this.shrunk = shrunk;
    }

    /** One of each kind. */
    List<AccuracyCase> few() {
        return List.of(closed(), poisson(), longStall(), capacity());
    }

    List<AccuracyCase> all() {
        return List.of(
                closed(),
                constant(100),
                constant(1000),
                poisson(),
                bimodal(),
                exponential(),
                stall("stall of 1 s in 60 s", 60, 0.01, 1),
                longStall(),
                capacity(),
                lineInTheClient());
    }

    private double seconds(double usual) {
        return usual / shrunk;
    }

    private Duration duration(double usualSeconds) {
        return Duration.ofNanos(Math.round(seconds(usualSeconds) * 1e9));
    }

    private List<String> open(double rate, double usualSeconds) {
        return AccuracyCase.open(rate, seconds(usualSeconds));
    }

    private String warmUp() {
        return "--warmup=" + AccuracyCase.time(seconds(WARM_UP_SECONDS));
    }

    private AccuracyCase closed() {
        Duration latency = Duration.ofMillis(10);
        List<String> options = List.of("--concurrent=10", "--count=" + Math.round(1000 * seconds(20)), warmUp());
        return AccuracyCase.of(
                "constant 10 ms, 10 in flight", KnownLatency.constant(latency), options, usual(latency, latency));
    }

    private AccuracyCase constant(double rate) {
        Duration latency = Duration.ofMillis(20);
        return AccuracyCase.of(
                        String.format("constant 20 ms, %.0f/s", rate),
                        KnownLatency.constant(latency),
                        open(rate, 20),
                        usual(latency, latency))
                .and(warmUp());
    }

    private AccuracyCase poisson() {
        Duration latency = Duration.ofMillis(20);
        return AccuracyCase.of(
                        "constant 20 ms, Poisson 50/s",
                        KnownLatency.constant(latency),
                        open(50, 40),
                        usual(latency, latency))
                .and(warmUp(), "--poisson", "--seed=7")
                .poisson(50);
    }

    private AccuracyCase bimodal() {
        int n = (int) seconds(10_000);
        Ranks ranks = Ranks.bimodal(n, 0.95, Duration.ofMillis(20), Duration.ofMillis(100));
        return byRank("95 % 20 ms, 5 % 100 ms by rank", ranks, n);
    }

    private AccuracyCase exponential() {
        int n = (int) seconds(10_000);
        Ranks ranks = Ranks.exponential(n, Duration.ofMillis(10), Duration.ofMillis(50));
        return byRank("10 ms and exponential 50 ms by rank", ranks, n);
    }

    private AccuracyCase byRank(String name, Ranks ranks, int n) {
        List<String> options = List.of("--rate=500", "--count=" + n, warmUp());
        return AccuracyCase.of(
                name,
                ranks,
                options,
                Figure.response("p50", ranks.percentile(0.5)).at(500),
                Figure.response("p90", ranks.percentile(0.9)).at(500),
                Figure.response("p99", ranks.percentile(0.99)).at(500),
                Figure.service("p99", ranks.percentile(0.99)));
    }

    private AccuracyCase stall(String name, double runSeconds, double baseSeconds, double stallSeconds) {
        Duration base = duration(baseSeconds);
        Duration from = duration(WARM_UP_SECONDS + runSeconds / 2);
        Stall stall = new Stall(base, from, duration(stallSeconds));
        Duration run = duration(runSeconds);
        return AccuracyCase.of(
                        name,
                        stall,
                        open(200, runSeconds),
                        Figure.response("p50", base).at(200),
                        Figure.closedForm("p99", stall.percentile(0.99, run)).at(200),
                        Figure.closedForm("p999", stall.percentile(0.999, run)).at(200))
                .and(warmUp());
    }

    private AccuracyCase longStall() {
        return stall("stall of 2 s in 20 s", 20, 0.2, 2);
    }

    private AccuracyCase capacity() {
        return AccuracyCase.of("5 slots of 100 ms, 100/s for 20 s", new Capacity(5, SLOT), open(100, 20), line(100));
    }

    /** The same line, but that it is in the client; a slot is taken again a round trip later, which adds up. */
    private AccuracyCase lineInTheClient() {
        return AccuracyCase.of(
                        "constant 100 ms, 100/s, 5 in flight", KnownLatency.constant(SLOT), open(100, 20), line(100))
                .and("--max-in-flight=5");
    }

    private Figure[] line(double rate) {
        return List.of("p50", "p90", "p99").stream()
                .map(percentile -> Figure.closedForm(
                                percentile, Capacity.percentile(5, SLOT, Figure.share(percentile), duration(20), rate))
                        .at(rate))
                .toArray(Figure[]::new);
    }

    private static Figure[] usual(Duration half, Duration most) {
        return new Figure[] {Figure.response("p50", half), Figure.response("p99", most), Figure.service("p99", most)};
    }
}
