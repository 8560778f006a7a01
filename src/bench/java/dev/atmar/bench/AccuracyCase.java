package dev.atmar.bench;

import dev.atmar.bench.exact.Attempt;
import dev.atmar.bench.exact.ExactServer;
import dev.atmar.bench.exact.Figure;
import dev.atmar.bench.exact.KnownLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A server, what {@code load} is told to send to it, and what it has to say then.
 *
 * @param poisson the rate of the Poisson process that arrivals have to be, per second; 0: they are none
 */
record AccuracyCase(String name, KnownLatency latency, List<String> options, List<Figure> figures, double poisson) {
    static AccuracyCase of(String name, KnownLatency latency, List<String> options, Figure... figures) {
        return new AccuracyCase(name, latency, options, List.of(figures), 0);
    }

    AccuracyCase poisson(double rate) {
        return new AccuracyCase(name, latency, options, figures, rate);
    }

    AccuracyCase and(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new AccuracyCase(name, latency, all, figures, poisson);
    }

    Attempt run(LoadProcess load) throws Exception {
        try (ExactServer server = ExactServer.start(latency)) {
            return Attempt.at(server, () -> load.run(server.url(), options));
        }
    }

    static List<String> open(double rate, double seconds) {
        return List.of("--rate=" + rate, "--duration=" + time(seconds), "--timeout=120s");
    }

    static String time(double seconds) {
        return String.format(Locale.ROOT, "%.0fms", seconds * 1000);
    }
}
