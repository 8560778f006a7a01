package dev.atmar.bench.exact;

import java.util.List;
import java.util.function.ToLongFunction;

/** What an exact server did, request by request in the order of their arrival: the second clock beside a client's. */
public record Account(List<Served> served) {
    public Account {
        served = List.copyOf(served);
    }

    /** Of the last so many, which leaves a warm-up out. */
    public Account last(long n) {
        return new Account(served.subList((int) Math.max(0, served.size() - n), served.size()));
    }

    /**
     * Of the latencies, in milliseconds: the smallest that is not exceeded by this share of the requests.
     *
     * @param p between 0 and 1
     */
    public double latency(double p) {
        return percentile(p, Served::latency);
    }

    /**
     * Of the times from when a request was due to its answer, in milliseconds, where they were due at an even rate: what
     * a client should say of its response times, its own lateness included.
     *
     * @param p between 0 and 1
     * @param rate per second
     */
    public double response(double p, double rate) {
        double start = start(rate);
        return percentile(p, one -> Math.round(one.answered() - start - one.number() * 1e9 / rate));
    }

    /** The same, but to when it arrived. */
    public double arrivalLag(double p, double rate) {
        double start = start(rate);
        return percentile(p, one -> Math.round(one.arrived() - start - one.number() * 1e9 / rate));
    }

    /** When the first request was due: the one that came least late was in time. */
    private double start(double rate) {
        return served.stream()
                .mapToDouble(one -> one.arrived() - one.number() * 1e9 / rate)
                .min()
                .orElse(Double.NaN);
    }

    /** How much later than it should an answer was written, in milliseconds. */
    public double late(double p) {
        return percentile(p, Served::late);
    }

    /** Requests per second, from the first to the last that arrived. */
    public double rate() {
        long nanos = served.get(served.size() - 1).arrived() - served.get(0).arrived();
        return (served.size() - 1) * 1e9 / nanos;
    }

    /** The times between arrivals, in seconds. */
    public double[] gaps() {
        double[] gaps = new double[served.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (served.get(i + 1).arrived() - served.get(i).arrived()) / 1e9;
        }
        return gaps;
    }

    private double percentile(double p, ToLongFunction<Served> nanos) {
        long[] sorted = served.stream().mapToLong(nanos).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(p * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, rank))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format(
                "server: %d requests, p50 %.2f, p99 %.2f, late p50 %.2f, p99 %.2f, max %.2f ms",
                served.size(), latency(0.5), latency(0.99), late(0.5), late(0.99), late(1));
    }
}
